import type { OnnxWriter } from "../onnx/writer.ts";
import type { Operand } from "./op.ts";
import { padsOf, type Window } from "./window.ts";

/** ONNX Runtime's domain of ops on images in blocks of channels. */
const domain = "com.microsoft.nchwc";

/** Whether channels come in whole blocks, where the runtime has blocks at all. */
export const fitsBlocks = ({ shape }: Operand, block: number): boolean =>
  block > 1 && shape[2]! % block === 0 && shape[3]! % block === 0;

/**
 * The convolution that ONNX Runtime's CPU provider does in place, in its layout `[b, c / block, h, w, block]`.
 *
 * It takes a convolution there by itself where the weights are constants. Weights in training are none, but may be brought into the
 * layout `[n / block, c / block, kh, kw, block, block]` at each step: they are small. With the way there and back it took about half as
 * long as a product with windows written out, at 28x28 to 7x7 pixels.
 */
export function blockedConv(
  writer: OnnxWriter,
  [x, filter, ...bias]: [Operand, Operand, ...Operand[]],
  window: Window,
): string {
  const { block } = writer;
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const apart = writer.int64([kh, kw, channels / block, block, outputs / block, block]);
  const ordered = writer.node("Transpose", [writer.node("Reshape", [filter, apart])], { perm: [4, 2, 0, 1, 3, 5] });
  const weights = writer.node("Reshape", [ordered, writer.int64([outputs, channels, kh, kw])]);
  const blocked = writer.node("ReorderInput", [x], { channels_last: 1 }, domain);
  const attributes = {
    kernel_shape: [kh, kw],
    strides: window.strides,
    dilations: window.dilations,
    pads: padsOf(window),
  };
  const convolved = writer.node("Conv", [blocked, weights, ...bias], attributes, domain);
  return writer.node("ReorderOutput", [convolved], { channels: outputs, channels_last: 1 }, domain);
}
