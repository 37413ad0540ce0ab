import { sizeOf, TweedieError } from "@tweedie/core";
import type { CheckpointTensor } from "./checkpoint.ts";

/** Most tensors of a checkpoint. */
const maxTensors = 100_000;

/** Numbers that a checkpoint of few bytes may have beyond the limit for all. */
const spare = 2 ** 20;

/** The tensors of a checkpoint by name, collected within the limits of their number and of their size as float32. */
export interface TensorTable {
  add(name: string, tensor: CheckpointTensor): void;
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
}

/**
 * A table for a file of `bytes` bytes. Tensors may share numbers, but all of them together have at most two numbers per byte: a file
 * whose tensors all show the same numbers could otherwise need any amount of memory.
 */
export function tensorTable(where: string, bytes: number): TensorTable {
  const tensors = new Map<string, CheckpointTensor>();
  const limit = 2 * bytes + spare;
  let count = 0;
  return {
    tensors,
    add(name, tensor) {
      const fail = (what: string) => new TweedieError({ where: tensorPlace(where, name), what });
      if (name === "__proto__" || name === "") throw fail("has a reserved name");
      if (tensors.has(name)) throw fail("appears twice");
      if (tensors.size >= maxTensors) throw fail(`is one of more than ${maxTensors} tensors`);
      count += sizeOf(tensor.shape);
      if (count > limit) throw fail(`shares its numbers with others: all tensors together have more than ${limit}`);
      tensors.set(name, tensor);
    },
  };
}

/** Place of a tensor in messages. */
export const tensorPlace = (where: string, name: string): string =>
  `${where}, tensor ${JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}...` : name)}`;
