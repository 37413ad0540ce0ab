import { availableParallelism } from "node:os";
import { sizeOf, TweedieError } from "@tweedie/core";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { checkDraws, stepName } from "../check.ts";
import { createModelCache, type ModelCache } from "../cache/model-cache.ts";
import { drawInput, nextWeight, shownOutput, weightInput } from "../compile.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Pack } from "../packs/pack-updates.ts";
import { stepModel } from "../step-model.ts";
import { blockSize } from "./block.ts";
import { createSession, loadOrt, type Ort, threadsOf } from "./session.ts";
import { createOrtStore, type OrtStore } from "./store.ts";

/** Runs steps as graphs on ONNX Runtime's CPU provider. */
export function createOrtExecutor({
  threads = availableParallelism(),
  cache: folder,
}: { readonly threads?: number | undefined; readonly cache?: string | undefined } = {}): Executor {
  const ort = loadOrt();
  const cache = folder === undefined ? undefined : createModelCache(folder);
  const stores = new WeakSet<Store>();
  return {
    name: "ort",
    createStore: (arrays) => {
      const store = createOrtStore(ort, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      if (!stores.has(store)) throw new Error("the store belongs to another executor");
      return compile({ ort, threads, cache }, step, store as OrtStore, draws);
    },
    dispose: () => Promise.resolve(),
  };
}

interface Runtime {
  readonly ort: Ort;
  readonly threads: number;
  readonly cache: ModelCache | undefined;
}

async function compile(
  { ort, threads, cache }: Runtime,
  step: StepFunction,
  store: OrtStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const where = stepName(step);
  const block = await blockSize(ort);
  const { model, bytes, weights, updates, packs, shown } = await store.inTurn(() =>
    Promise.resolve(stepModel(step, store.shapes, draws, { mayPack: store.pack, block, cache })),
  );
  const settings = { threads, bytes, simplified: true };
  const session = await createSession(ort, model, settings).catch((error: unknown) => {
    throw new Error(`${where}: ONNX Runtime refuses the graph: ${String(error)}`, { cause: error });
  });
  const fed = new Map<string, Tensor>();
  for (const [name, shape] of Object.entries(draws)) {
    if (session.inputNames.includes(drawInput(name))) {
      fed.set(name, new ort.Tensor("float32", new Float32Array(sizeOf(shape)), shape));
    }
  }
  // Objects that live as long as the step: a run only points them at the buffers whose turn it is.
  const feeds: Record<string, Tensor> = Object.fromEntries([...fed].map(([name, tensor]) => [drawInput(name), tensor]));
  const fetches: Record<string, Tensor | null> = Object.fromEntries(shown.map((name) => [shownOutput(name), null]));

  // What the step calls a weight may be several that lie side by side.
  const membersOf = (name: string): Pack => packs[name] ?? [name];
  const read = weights.map((name) => [weightInput(name), store.vector(membersOf(name))] as const);
  const written = updates.map((name) => [nextWeight(name), store.vector(membersOf(name))] as const);
  const changed = updates.flatMap(membersOf);

  const run = async (session: InferenceSession) => {
    for (const [name, vector] of read) feeds[name] = vector.current();
    for (const [name, vector] of written) fetches[name] = vector.next();
    const results = await session.run(feeds, fetches).catch((error: unknown) => {
      const shapes = Object.entries(draws).map(([name, shape]) => `${name} [${shape.join()}]`);
      throw new Error(`${where} with ${shapes.join(", ")} failed: ${String(error)}`, { cause: error });
    });
    store.flip(changed);
    return Object.fromEntries(
      shown.map((name) => {
        const { dims, data } = results[shownOutput(name)]!;
        return [name, { shape: dims, data: data as Float32Array }];
      }),
    );
  };
  let disposed = false;
  return {
    threads: threadsOf(settings),
    run: (values) => {
      if (disposed) throw new TweedieError({ where, what: "the step has been disposed" });
      checkDraws(where, values, draws);
      return store.inTurn(() => {
        for (const [name, tensor] of fed) (tensor.data as Float32Array).set(values[name]!.data);
        return run(session);
      });
    },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      await store.inTurn(() => session.release());
    },
  };
}
