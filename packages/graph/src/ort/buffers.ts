import type { Tensor } from "onnxruntime-node";
import { sizeOf } from "@tweedie/core";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "./session.ts";

/** Weights that lie side by side in two stretches of memory: a step reads one and writes the other, and then they change places. */
export interface Buffers {
  readonly members: readonly string[];
  /** The numbers as they are. */
  readonly current: Float32Array;
  /** Where a step puts new ones. Made when a step first writes: weights that are frozen need none. */
  readonly next: Float32Array;
  /** The numbers of `names` change, and no others. */
  flip(names: ReadonlySet<string>): void;
  /** A part of them as a tensor. */
  view(part: Part): View;
}

/** Where weights lie, and the shape that they are to have. */
export interface Part {
  readonly begin: number;
  readonly shape: Shape;
}

/** Weights for ONNX Runtime to read and write in place. */
export interface View {
  current(): Tensor;
  next(): Tensor;
}

export function createBuffers(ort: Ort, parts: Readonly<Record<string, Part>>, numbers: Float32Array): Buffers {
  let [front, back]: [Float32Array, Float32Array | undefined] = [numbers, undefined];
  const next = () => (back ??= new Float32Array(numbers.length));
  const members = Object.keys(parts);
  const within = (array: Float32Array, { begin, shape }: Part) => array.subarray(begin, begin + sizeOf(shape));
  return {
    members,
    get current() {
      return front;
    },
    get next() {
      return next();
    },
    flip(names) {
      const isWhole = members.every((name) => names.has(name));
      if (isWhole) [front, back] = [next(), front];
      else
        for (const name of members.filter((name) => names.has(name)))
          within(front, parts[name]!).set(within(next(), parts[name]!));
    },
    view(part) {
      const tensors = new Map<Float32Array, Tensor>();
      const on = (array: Float32Array): Tensor => {
        const tensor = tensors.get(array) ?? new ort.Tensor("float32", within(array, part), part.shape);
        tensors.set(array, tensor);
        return tensor;
      };
      return { current: () => on(front), next: () => on(next()) };
    },
  };
}
