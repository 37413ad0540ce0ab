import { sizeOf } from "@tweedie/core";
import type { AttrsOf } from "../../ir/node.ts";
import type { AddendFlags, blockedOps } from "../../ir/ops/blocked.ts";
import type { Shape } from "../../ir/tensor-type.ts";
import { padsOf } from "../../ir/window.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

/** ONNX Runtime's domain of ops on images in the layout NCHWc. */
const domain = "com.microsoft.nchwc";

/** Shape by which ONNX Runtime describes `[b, c / block, h, w, block]`. */
const nchwShape = ([b, blocks, h, w, block]: Shape): Shape => [b!, blocks! * block!, h!, w!];

const toNchw = (writer: OnnxWriter, x: Operand): string =>
  writer.reshape(x, x.shape.length === 5 ? nchwShape(x.shape) : x.shape);
const fromNchw = (writer: OnnxWriter, name: string, shape: Shape): string =>
  writer.reshape({ name, shape: nchwShape(shape) }, shape);

const addendsOf = ([, , ...rest]: readonly Operand[], { bias, sum }: AddendFlags) => ({
  bias: bias ? rest[0] : undefined,
  sum: sum ? rest.at(-1) : undefined,
});

/** Inputs of ONNX Runtime's convolution. Missing optional inputs are empty names, or left out at the end. */
const convInputs = (x: string, weights: string, bias: string | undefined, sum: string | undefined): string[] =>
  [x, weights, bias, sum].slice(0, sum ? 4 : bias ? 3 : 2).map((name) => name ?? "");

/**
 * ONNX Runtime's optimiser blocks convolutions by itself where the filter is constant. In training it is not, so the small filter
 * is reordered at each step instead.
 */
const blockedConv: Lowering<AttrsOf<"BlockedConv">> = (writer, inputs, attrs, { shape }) => {
  const [x, filter] = inputs as [Operand, Operand];
  const { bias, sum } = addendsOf(inputs, attrs);
  const attributes = {
    kernel_shape: attrs.kernelSize,
    strides: attrs.strides,
    dilations: attrs.dilations,
    pads: padsOf(attrs),
  };
  const references = convInputs(toNchw(writer, x), filter.name, bias?.name, sum && toNchw(writer, sum));
  return fromNchw(writer, writer.node("Conv", references, attributes, domain), shape);
};

/**
 * A depthwise 1x1 convolution, with one filter for each channel of each image: one pass over memory. A product and a sum that
 * broadcast 16 numbers at a time are two slower passes.
 */
const blockedAffine: Lowering<AttrsOf<"BlockedAffine">> = (writer, inputs, attrs, { shape }) => {
  const [x, scale] = inputs as [Operand, Operand];
  const { bias, sum } = addendsOf(inputs, attrs);
  const [b, blocks, h, w, block] = shape as [number, number, number, number, number];
  const channels = b * blocks * block;
  const imageShape = [1, channels, h, w];
  const image = (value: Operand): string => writer.reshape(value, imageShape);
  const perChannel = (value: Operand, to: Shape): string => {
    const full = [b, blocks, 1, 1, block];
    const isFull = sizeOf(value.shape) === channels;
    const name = isFull ? value.name : writer.node("Expand", [value, writer.int64(full)]);
    return writer.reshape({ name, shape: isFull ? value.shape : full }, to);
  };
  const references = convInputs(
    image(x),
    perChannel(scale, [channels, 1, 1, 1]),
    bias && perChannel(bias, [channels]),
    sum && image(sum),
  );
  const name = writer.node("Conv", references, { kernel_shape: [1, 1], group: channels }, domain);
  return writer.reshape({ name, shape: imageShape }, shape);
};

/**
 * A depthwise convolution of one image with one filter of the image's size for each channel: it reads both inputs once. A product
 * and its sum write the product and read it again.
 */
const blockedDot: Lowering<AttrsOf<"BlockedDot">> = (writer, [a, b], _, { shape }) => {
  const channels = sizeOf(shape);
  const [, , h, w] = a!.shape as [number, number, number, number];
  const references = [writer.reshape(a!, [1, channels, h, w]), writer.reshape(b!, [channels, 1, h, w])];
  const name = writer.node("Conv", references, { kernel_shape: [h, w], group: channels }, domain);
  return writer.reshape({ name, shape: [1, channels, 1, 1] }, shape);
};

export const blockedLowerings: Lowerings<keyof typeof blockedOps> = {
  ToBlocks: (writer, [x], _, { shape }) =>
    fromNchw(writer, writer.node("ReorderInput", [x!], { channels_last: 1 }, domain), shape),
  FromBlocks: (writer, [x], _, { shape }) =>
    writer.node("ReorderOutput", [toNchw(writer, x!)], { channels: shape[3]!, channels_last: 1 }, domain),
  BlockedConv: blockedConv,
  BlockedAffine: blockedAffine,
  BlockedDot: blockedDot,
};
