import { type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import type { Tensor } from "onnxruntime-node";
import { checkShape } from "../check.ts";
import type { Store } from "../executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { createTurns, type Turns } from "../turns.ts";
import type { Ort } from "./session.ts";

/** A weight in two buffers: a step reads one and writes the other, and then they change places. */
interface Weight {
  readonly shape: Shape;
  current: Tensor;
  /** Made when a step first writes the weight: those that are frozen need none. */
  next?: Tensor;
}

/** Weights in memory that ONNX Runtime reads from and writes to in place. */
export interface OrtStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Where a step reads the weight. */
  current(name: string): Tensor;
  /** Where a step writes the weight's next value. */
  next(name: string): Tensor;
  /** Makes the next values of some weights their current ones. */
  flip(names: readonly string[]): void;
  /** Steps that share a store take turns. */
  readonly inTurn: Turns;
}

export function createOrtStore(ort: Ort, arrays: NDArrays): OrtStore {
  const tensor = (data: Float32Array, shape: Shape) => new ort.Tensor("float32", data, shape);
  const numbers = ({ current }: Weight) => current.data as Float32Array;
  const weights = new Map<string, Weight>();
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    checkShape("store", `weight '${name}'`, arrays[name]!, shape);
    weights.set(name, { shape, current: tensor(Float32Array.from(data), shape) });
  }
  const weight = (name: string): Weight => {
    const found = weights.get(name);
    if (!found) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const inTurn = createTurns();
  return {
    names: [...weights.keys()],
    shapes: Object.fromEntries([...weights].map(([name, { shape }]) => [name, shape])),
    current: (name) => weight(name).current,
    next: (name) => {
      const { shape } = weight(name);
      return (weight(name).next ??= tensor(new Float32Array(sizeOf(shape)), shape));
    },
    flip: (names) => {
      for (const each of names.map(weight)) [each.current, each.next] = [each.next!, each.current];
    },
    inTurn,
    read: (names = [...weights.keys()]) =>
      inTurn(() => {
        const copies = names.map((name) => {
          const { shape } = weight(name);
          return [name, { shape, data: numbers(weight(name)).slice() }] as const;
        });
        return Promise.resolve(Object.fromEntries(copies));
      }),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        checkShape("store", `value of weight '${name}'`, array, weight(name).shape);
        numbers(weight(name)).set(array.data);
      }
    },
    dispose: () => {
      weights.clear();
    },
  };
}
