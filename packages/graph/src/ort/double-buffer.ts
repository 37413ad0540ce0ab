import { sizeOf } from "@tweedie/core";
import type { Tensor } from "onnxruntime-node";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "./session.ts";

/** Two contiguous buffers of the same weights: a step reads the current one and writes the next one. */
export interface DoubleBuffer {
  /** Names of the weights in memory order. */
  readonly members: readonly string[];
  readonly current: Float32Array;
  /** Allocated at first use: frozen weights need no second buffer. */
  readonly next: Float32Array;
  /** Makes the next values of the named members current, and leaves the other members unchanged. */
  commit(names: ReadonlySet<string>): void;
  /** A range of the buffers as tensors. */
  view(range: BufferRange): BufferView;
}

/** Offset and shape of a tensor in a buffer. */
export interface BufferRange {
  readonly begin: number;
  readonly shape: Shape;
}

/** Tensors on the buffers' memory, which ONNX Runtime reads and writes in place. */
export interface BufferView {
  current(): Tensor;
  next(): Tensor;
}

/** Elements of a range, without copying them. */
export const elementsOf = (array: Float32Array, { begin, shape }: BufferRange): Float32Array =>
  array.subarray(begin, begin + sizeOf(shape));

export function createDoubleBuffer(
  ort: Ort,
  ranges: Readonly<Record<string, BufferRange>>,
  values: Float32Array,
): DoubleBuffer {
  let [front, back]: [Float32Array, Float32Array | undefined] = [values, undefined];
  const next = () => (back ??= new Float32Array(values.length));
  const members = Object.keys(ranges);
  return {
    members,
    get current() {
      return front;
    },
    get next() {
      return next();
    },
    commit(names) {
      if (members.every((name) => names.has(name))) {
        [front, back] = [next(), front];
        return;
      }
      for (const name of members) {
        if (names.has(name)) elementsOf(front, ranges[name]!).set(elementsOf(next(), ranges[name]!));
      }
    },
    view(range) {
      const tensors = new Map<Float32Array, Tensor>();
      const tensorOn = (array: Float32Array): Tensor => {
        const tensor = tensors.get(array) ?? new ort.Tensor("float32", elementsOf(array, range), range.shape);
        tensors.set(array, tensor);
        return tensor;
      };
      return { current: () => tensorOn(front), next: () => tensorOn(next()) };
    },
  };
}
