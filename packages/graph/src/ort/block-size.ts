import { encodeModel } from "../onnx/proto.ts";
import { createWriter } from "../onnx/writer.ts";
import type { Ort } from "./session.ts";

const channels = 64;
let known: Promise<number> | undefined;

/** Channels per block of ONNX Runtime's layout NCHWc on this processor; 1 if the runtime does not support it. */
export const blockSize = (ort: Ort): Promise<number> => (known ??= probe(ort).catch(() => 1));

/** Converts an image of two pixels: in the result, the second pixel follows after one block of the first. */
async function probe(ort: Ort): Promise<number> {
  const writer = createWriter();
  const shape = [1, 1, 2, channels];
  const x = writer.input("x", { shape, dtype: "float32" });
  const name = writer.node("ReorderInput", [x], { channels_last: 1 }, "com.microsoft.nchwc");
  const model = writer.finish({ y: { name, shape: [1, channels, 1, 2], dtype: "float32" } });
  const session = await ort.InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 });
  const numbers = Float32Array.from({ length: 2 * channels }, (_, i) => i);
  const { y } = await session.run({ x: new ort.Tensor("float32", numbers, shape) });
  await session.release();
  return Math.max(1, (y!.data as Float32Array).indexOf(channels));
}
