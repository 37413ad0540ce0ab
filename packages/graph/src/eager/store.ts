import type { Tensor } from "@tensorflow/tfjs";
import { mapParams, type NDArray, type NDArrays, type Params, tf, TweedieError } from "@tweedie/core";
import { checkShape } from "../check.ts";
import type { Store } from "../executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { createMutex, type Mutex } from "../mutex.ts";
import type { OnBackend } from "./executor.ts";

/** Weights as tensors of a tfjs backend. */
export interface EagerStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly weights: () => Params;
  /** Takes tensors that nobody else disposes, in the place of the ones of their names. */
  replace(values: Params): void;
  readonly inTurn: Mutex;
}

/** A tensor of its own memory: the cpu backend would go on reading the array that it is given. */
export const upload = ({ shape, data }: NDArray): Tensor => tf.tensor(Float32Array.from(data), [...shape], "float32");

/** A copy of a tensor's numbers. */
export const download = async (tensor: Tensor): Promise<NDArray> => ({
  shape: tensor.shape,
  data: Float32Array.from(await tensor.data()),
});

export function createEagerStore(onBackend: OnBackend, arrays: NDArrays): EagerStore {
  for (const [name, array] of Object.entries(arrays)) checkShape("store", `weight '${name}'`, array, array.shape);
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
  const inTurn = createMutex();
  return {
    names: Object.keys(weights),
    shapes: mapParams(arrays, ({ shape }) => shape),
    weights: () => weights,
    replace,
    inTurn,
    read: (names = Object.keys(weights)) =>
      inTurn(async () => {
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
