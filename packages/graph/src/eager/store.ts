import type { Tensor } from "@tensorflow/tfjs-core";
import { mapParams, type NDArray, type NDArrays, type Params, tf, TweedieError } from "@tweedie/core";
import { checkInitial, checkShape } from "../executor/checks.ts";
import type { Store } from "../executor/executor.ts";
import { createMutex, type Mutex } from "../executor/mutex.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { RunOnBackend } from "../tfjs/engine.ts";

/** Weights as tensors of a tfjs backend. */
export interface EagerStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly weights: () => Params;
  /** Replaces weights by tensors, which the store then owns. */
  replace(values: Params): void;
  /** Serialises the steps that share the store. */
  readonly exclusive: Mutex;
}

/** A tensor of a copy of the array: the cpu backend would keep reading the array itself. */
export const upload = ({ shape, data }: NDArray): Tensor => tf.tensor(Float32Array.from(data), [...shape], "float32");

/** A copy of a tensor's values. */
export const download = async (tensor: Tensor): Promise<NDArray> => ({
  shape: tensor.shape,
  data: Float32Array.from(await tensor.data()),
});

export function createEagerStore(onBackend: RunOnBackend, arrays: NDArrays): EagerStore {
  checkInitial(arrays);
  const weights = onBackend(() => ({ ...mapParams(arrays, (array) => tf.keep(upload(array))) }));
  const weight = (name: string): Tensor => {
    const found = weights[name];
    if (!found) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const replace = (values: Params): void => {
    for (const [name, value] of Object.entries(values)) {
      weight(name).dispose();
      weights[name] = tf.keep(value);
    }
  };
  const exclusive = createMutex();
  return {
    names: Object.keys(weights),
    shapes: mapParams(arrays, ({ shape }) => shape),
    weights: () => weights,
    replace,
    exclusive,
    read: (names = Object.keys(weights)) =>
      exclusive(async () => {
        const copies = names.map(async (name) => [name, await download(weight(name))] as const);
        return Object.fromEntries(await Promise.all(copies));
      }),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        checkShape("store", `value of weight '${name}'`, array, weight(name).shape);
      }
      onBackend(() => {
        replace(mapParams(values, upload));
      });
    },
    dispose: () => {
      for (const tensor of Object.values(weights)) tensor.dispose();
    },
  };
}
