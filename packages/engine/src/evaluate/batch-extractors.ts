import {
  type Features,
  ndarray,
  type NDArray,
  type NetworkExtractor,
  type OnnxExtractor,
  TweedieError,
} from "@tweedie/core";
import { type Executor, openModel } from "@tweedie/graph";

/** An extractor compiled for batches of one fixed size. */
export interface BatchExtractor {
  extract(x: NDArray): Promise<Features<NDArray>>;
  dispose(): Promise<void>;
}

/** Batch size of extractors that are functions of weights. ONNX extractors state their own. */
export const networkBatch = 256;

/** Reads the weights of an extractor and compiles it for samples of a shape. */
export async function openNetworkExtractor(
  executor: Executor,
  extractor: NetworkExtractor,
  shape: readonly number[],
): Promise<BatchExtractor> {
  const store = executor.createStore(extractor.weights());
  const x = [networkBatch, ...shape];
  const step = await executor.compile((params, { x }) => ({ outputs: { ...extractor.extract(params, x!) } }), store, {
    x,
  });
  return {
    extract: async (x) => (await step.run({ x })) as unknown as Features<NDArray>,
    async dispose() {
      await step.dispose();
      store.dispose();
    },
  };
}

/** Opens an ONNX extractor. @throws TweedieError if the file lacks a declared output or has another number of classes. */
export async function openOnnxExtractor(
  executor: Executor,
  extractor: OnnxExtractor,
  shape: readonly number[],
  threads: number | undefined,
): Promise<BatchExtractor> {
  const { batch, outputs } = extractor;
  const store = executor.createStore({});
  const prepare = await executor.compile((_, { x }) => ({ outputs: { x: extractor.prepare(x!) } }), store, {
    x: [batch, ...shape],
  });
  const model = await openModel(extractor.model(), "evaluate.extractor", { threads });
  const names = { features: model.outputs[0], ...outputs };
  for (const name of Object.values(names)) {
    if (name === undefined || model.outputs.includes(name)) continue;
    const what = `the file has no output named ${name}`;
    throw new TweedieError({ where: "evaluate.extractor", what, fix: `use one of ${model.outputs.join(", ")}` });
  }
  return {
    async extract(x) {
      const results = await model.run((await prepare.run({ x }))["x"]!);
      const flatten = (name: string): NDArray =>
        ndarray([batch, results[name]!.data.length / batch], results[name]!.data);
      const classes = names.classes === undefined ? undefined : flatten(names.classes);
      if (classes) checkClassCount(extractor, names.classes!, classes.shape[1]!);
      return { features: flatten(names.features!), ...(classes && { classes }) };
    },
    async dispose() {
      await Promise.all([prepare.dispose(), model.dispose()]);
      store.dispose();
    },
  };
}

function checkClassCount({ classes }: OnnxExtractor, output: string, count: number): void {
  if (count === classes) return;
  const what = `output ${output} of the file has ${count} classes, not ${classes}`;
  throw new TweedieError({ where: "evaluate.extractor.classes", what, fix: `count: ${count}` });
}
