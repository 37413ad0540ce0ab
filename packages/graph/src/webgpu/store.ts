import { mapParams, type NDArrays, TweedieError } from "@tweedie/core";
import type { Tensor } from "onnxruntime-node";
import { checkInitial, checkShape } from "../executor/checks.ts";
import type { Store } from "../executor/executor.ts";
import { createMutex, type Mutex } from "../executor/mutex.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Transfer } from "./transfer.ts";

/** Weights in the memory of a GPU. */
export interface GpuStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Tensor of a weight on the GPU, which stays the store's. Only within `exclusive`. */
  tensor(name: string): Promise<Tensor>;
  /** Replaces weights by tensors on the GPU, which the store then owns. */
  replace(tensors: Readonly<Record<string, Tensor>>): void;
  /** Copies weights to the host until a step reads them, because the session that owns their tensors ends. Only within `exclusive`. */
  withdraw(names: readonly string[]): Promise<void>;
  /** Serialises the steps that share the store. */
  readonly exclusive: Mutex;
}

/** A weight that was written from the host and is not on the GPU yet, or a tensor on the GPU. */
type Weight = { readonly host: Float32Array } | { readonly tensor: Tensor };

export function createGpuStore(transfer: Transfer, arrays: NDArrays): GpuStore {
  checkInitial(arrays);
  const shapes = mapParams(arrays, ({ shape }) => shape);
  const weights = new Map<string, Weight>();
  const weightOf = (name: string): Weight => {
    const found = weights.get(name);
    if (!found) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const set = (name: string, weight: Weight): void => {
    const former = weights.get(name);
    if (former && "tensor" in former) former.tensor.dispose();
    weights.set(name, weight);
  };
  for (const [name, { data }] of Object.entries(arrays)) set(name, { host: Float32Array.from(data) });
  const exclusive = createMutex();
  const read = async (name: string) => {
    const weight = weightOf(name);
    const data = "host" in weight ? weight.host.slice() : await transfer.download(weight.tensor);
    return [name, { shape: shapes[name]!, data }] as const;
  };
  return {
    names: Object.keys(shapes),
    shapes,
    exclusive,
    async tensor(name) {
      const weight = weightOf(name);
      if ("tensor" in weight) return weight.tensor;
      const tensor = await transfer.upload(weight.host, shapes[name]!);
      set(name, { tensor });
      return tensor;
    },
    replace: (tensors) => {
      for (const [name, tensor] of Object.entries(tensors)) set(name, { tensor });
    },
    withdraw: async (names) => {
      for (const name of names) {
        const weight = weights.get(name); // none after the store has been disposed
        if (weight && "tensor" in weight) set(name, { host: await transfer.download(weight.tensor) });
      }
    },
    read: (names = Object.keys(shapes)) =>
      exclusive(async () => {
        const values: (readonly [string, NDArrays[string]])[] = [];
        for (const name of names) values.push(await read(name));
        return Object.fromEntries(values);
      }),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        weightOf(name);
        checkShape("store", `value of weight '${name}'`, array, shapes[name]!);
        set(name, { host: Float32Array.from(array.data) });
      }
    },
    dispose: () => {
      for (const weight of weights.values()) if ("tensor" in weight) weight.tensor.dispose();
      weights.clear();
    },
  };
}
