import { sizeOf } from "@tweedie/core";
import { input, matMul, reduce } from "../../packages/graph/src/ir/build.ts";
import { writeModel } from "../../packages/graph/src/onnx/model.ts";
import { encodeModel } from "../../packages/graph/src/onnx/proto.ts";
import { createWriter } from "../../packages/graph/src/onnx/writer.ts";
import { createSession, loadOrt } from "../../packages/graph/src/ort/session.ts";

/**
 * Something that the runtime does as fast as it can: how many operations it is, and how to have it done.
 *
 * It gives the largest number of its result, since the whole of that would be copied to JavaScript each time.
 */
export interface Ceiling {
  readonly flops: number;
  run(): Promise<unknown>;
}

/** A product of square matrices. */
export function productCeiling(threads: number, size = 1024): Promise<Ceiling> {
  const shape = [size, size];
  const model = writeModel({ y: reduce("ReduceMax", matMul(input("a", shape), input("b", shape))) });
  return prepare({ model, inputs: { a: shape, b: shape }, flops: 2 * size ** 3, threads });
}

/** A 3x3 convolution of 64 channels by constant weights, which the runtime may bring into whatever layout it likes. */
export function convolutionCeiling(threads: number): Promise<Ceiling> {
  const [batch, channels, side] = [16, 64, 32];
  const [image, filter] = [
    [batch, channels, side, side],
    [channels, channels, 3, 3],
  ];
  const writer = createWriter();
  const x = writer.input("x", { shape: image, dtype: "float32" });
  const weights = writer.constant(new Array<number>(sizeOf(filter)).fill(0.5), { shape: filter, dtype: "float32" });
  const convolved = writer.node("Conv", [x, weights], { pads: [1, 1, 1, 1] });
  const name = writer.node("ReduceMax", [convolved, writer.int64([0, 1, 2, 3])], { keepdims: 0 });
  const model = encodeModel(writer.finish({ y: { name, shape: [], dtype: "float32" } }));
  return prepare({ model, inputs: { x: image }, flops: 2 * sizeOf(image) * 9 * channels, threads });
}

async function prepare({
  model,
  inputs,
  flops,
  threads,
}: {
  readonly model: Uint8Array;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly flops: number;
  readonly threads: number;
}): Promise<Ceiling> {
  const ort = loadOrt();
  const session = await createSession(ort, model, { threads });
  const tensor = (shape: readonly number[]) =>
    new ort.Tensor("float32", new Float32Array(sizeOf(shape)).fill(0.5), shape);
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, tensor(shape)]));
  return { flops, run: () => session.run(feeds) };
}
