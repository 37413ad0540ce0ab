import {
  type Extractor,
  ndarray,
  type NDArray,
  type NetworkExtractor,
  type OnnxExtractor,
  rows,
  type Features,
  sizeOf,
  TweedieError,
  zeros,
} from "@tweedie/core";
import { type Executor, openModel } from "@tweedie/graph";

/** Sees samples through an extractor: `[n, ...shape]` to features `[n, f]`, and classes `[n, k]` where it has them. */
export interface Extraction {
  extract(samples: NDArray): Promise<Features<NDArray>>;
  dispose(): Promise<void>;
}

/** Samples that a network of weights sees at once. */
const networkBatch = 256;

/** Sees a whole batch, of one fixed size. */
interface Eye {
  readonly batch: number;
  see(x: NDArray): Promise<Features<NDArray>>;
  dispose(): Promise<void>;
}

/** An extractor for samples of a shape. It is made ready when it first sees some: most runs have no metric that asks it. */
export function createExtraction(
  executor: Executor,
  extractor: Extractor,
  shape: readonly number[],
  threads?: number,
): Extraction {
  let opened: Promise<Eye> | undefined;
  const open = () =>
    "extract" in extractor ? networkEye(executor, extractor, shape) : onnxEye(executor, extractor, shape, threads);
  return {
    async extract(samples) {
      const eye = await (opened ??= open());
      const count = samples.shape[0]!;
      const parts: Features<NDArray>[] = [];
      for (let start = 0; start < count; start += eye.batch) {
        const x = zeros([eye.batch, ...shape]);
        x.data.set(rows(samples, start, Math.min(start + eye.batch, count)).data);
        parts.push(await eye.see(x));
      }
      const join = (view: keyof Features) =>
        joined(
          parts.map((part) => part[view]!),
          count,
        );
      return { features: join("features"), ...(parts[0]!.classes && { classes: join("classes") }) };
    },
    dispose: async () => (await opened)?.dispose(),
  };
}

async function networkEye(executor: Executor, extractor: NetworkExtractor, shape: readonly number[]): Promise<Eye> {
  const store = executor.createStore(extractor.weights());
  const x = [networkBatch, ...shape];
  const step = await executor.compile((params, { x }) => ({ outputs: { ...extractor.extract(params, x!) } }), store, {
    x,
  });
  return {
    batch: networkBatch,
    see: async (x) => (await step.run({ x })) as unknown as Features<NDArray>,
    async dispose() {
      await step.dispose();
      store.dispose();
    },
  };
}

async function onnxEye(
  executor: Executor,
  extractor: OnnxExtractor,
  shape: readonly number[],
  threads: number | undefined,
): Promise<Eye> {
  const { batch, outputs } = extractor;
  const store = executor.createStore({});
  const prepare = await executor.compile((_, { x }) => ({ outputs: { x: extractor.prepare(x!) } }), store, {
    x: [batch, ...shape],
  });
  const model = await openModel(extractor.model(), "evaluate.extractor", { threads });
  const names = { features: model.outputs[0], ...outputs };
  for (const name of Object.values(names)) {
    if (name === undefined || model.outputs.includes(name)) continue;
    const what = `the file gives nothing called ${name}`;
    throw new TweedieError({ where: "evaluate.extractor", what, fix: `one of ${model.outputs.join(", ")}` });
  }
  return {
    batch,
    async see(x) {
      const results = await model.run((await prepare.run({ x }))["x"]!);
      const flat = (name: string): NDArray => ndarray([batch, results[name]!.data.length / batch], results[name]!.data);
      const found = names.classes === undefined ? undefined : flat(names.classes).shape[1];
      if (found !== undefined && found !== extractor.classes) {
        const what = `the file's ${names.classes} tells ${found} classes apart, not ${extractor.classes}`;
        throw new TweedieError({ where: "evaluate.extractor.classes", what, fix: `count: ${found}` });
      }
      return { features: flat(names.features!), ...(names.classes !== undefined && { classes: flat(names.classes) }) };
    },
    async dispose() {
      await Promise.all([prepare.dispose(), model.dispose()]);
      store.dispose();
    },
  };
}

/** The first `count` rows of batches, one after another. */
function joined(parts: readonly NDArray[], count: number): NDArray {
  const shape = parts[0]!.shape.slice(1);
  const data = new Float32Array(count * sizeOf(shape));
  let end = 0;
  for (const part of parts) {
    const values = part.data.subarray(0, data.length - end);
    data.set(values, end);
    end += values.length;
  }
  return ndarray([count, ...shape], data);
}
