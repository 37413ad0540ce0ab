import { sizeOf } from "@tweedie/core";
import { input, matMul, reduce } from "../../../packages/graph/src/ir/build.ts";
import { writeModel } from "../../../packages/graph/src/lower/lower-graph.ts";
import { encodeModel } from "../../../packages/graph/src/onnx/proto.ts";
import { createWriter } from "../../../packages/graph/src/onnx/writer.ts";
import { createSession, loadOrt } from "../../../packages/graph/src/ort/session.ts";

/**
 * Op that the runtime executes at its peak rate, and its number of operations.
 *
 * The model returns only the largest number of the result, because results are copied to JavaScript in each run.
 */
export interface Ceiling {
  readonly flops: number;
  run(): Promise<unknown>;
}

/** Product of square matrices. */
export function productCeiling(threads: number, size = 1024): Promise<Ceiling> {
  const shape = [size, size];
  const model = writeModel({ y: reduce("ReduceMax", matMul(input("a", shape), input("b", shape))) });
  return prepare({ model, inputs: { a: shape, b: shape }, flops: 2 * size ** 3, threads });
}

/** 3x3 convolution of 64 channels with constant weights, which the runtime converts to its own layout once. */
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
