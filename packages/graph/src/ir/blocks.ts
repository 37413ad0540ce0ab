import { sizeOf } from "@tweedie/core";
import type { OnnxWriter } from "../onnx/writer.ts";
import type { NoAttrs, Op, Operand } from "./op.ts";
import type { Shape } from "./tensor-type.ts";
import { padsOf, type Window } from "./window.ts";

/** ONNX Runtime's domain of ops on images in blocks of channels. */
const domain = "com.microsoft.nchwc";

const blockedShape = ([b, h, w, c]: Shape, block: number): Shape => [b!, c! / block, h!, w!, block];
const plainShape = ([b, blocks, h, w, block]: Shape): Shape => [b!, h!, w!, blocks! * block!];
/** The shape by which ONNX Runtime knows `[b, c / block, h, w, block]`. */
const channelsFirst = ([b, blocks, h, w, block]: Shape): Shape => [b!, blocks! * block!, h!, w!];

/** `[b, h, w, c] -> [b, c / block, h, w, block]`. */
const toBlocksOp: Op<{ readonly block: number }> = {
  infer: ([x], { block }) => ({ shape: blockedShape(x!.shape, block), dtype: x!.dtype }),
  onnx: (writer, [x], _, { shape }) =>
    fromImages(writer, writer.node("ReorderInput", [x!], { channels_last: 1 }, domain), shape),
};

/** `[b, c / block, h, w, block] -> [b, h, w, c]`. */
const fromBlocksOp: Op<NoAttrs> = {
  infer: ([x]) => ({ shape: plainShape(x!.shape), dtype: x!.dtype }),
  onnx: (writer, [x], _, { shape }) =>
    writer.node("ReorderOutput", [asImages(writer, x!)], { channels: shape[3]!, channels_last: 1 }, domain),
};

const asImages = (writer: OnnxWriter, x: Operand): string =>
  writer.reshape(x, x.shape.length === 5 ? channelsFirst(x.shape) : x.shape);
const fromImages = (writer: OnnxWriter, name: string, shape: Shape): string =>
  writer.reshape({ name, shape: channelsFirst(shape) }, shape);

/** Which of the inputs that may be left out there are. */
interface Addends {
  readonly bias: boolean;
  readonly sum: boolean;
}

const named = ([, , ...rest]: readonly Operand[], { bias, sum }: Addends) => ({
  bias: bias ? rest[0] : undefined,
  sum: sum ? rest.at(-1) : undefined,
});

/** Inputs of ONNX Runtime's convolution: what is left out at the end is not named. */
const references = (x: string, weights: string, bias: string | undefined, sum: string | undefined): string[] =>
  [x, weights, bias, sum].slice(0, sum ? 4 : bias ? 3 : 2).map((name) => name ?? "");

/**
 * A convolution of images in blocks, or of `[b, c, h, w]` with fewer channels than a block has, by `filter: [n, c, kh, kw]` as
 * `blockedFilter` or `planesFilter` has it, plus `bias: [n]`, plus `sum` of the result's shape. ONNX Runtime does that by
 * itself where the weights are constant. In training they are not, but may be brought into its layout at each step: they are small.
 */
const blockedConv: Op<Window & Addends & { readonly block: number }> = {
  infer: ([x, filter], { places, block }) => ({
    shape: [x!.shape[0]!, filter!.shape[0]! / block, ...places, block],
    dtype: x!.dtype,
  }),
  onnx: (writer, inputs, attrs, { shape }) => {
    const [x, filter] = inputs as [Operand, Operand];
    const { bias, sum } = named(inputs, attrs);
    const attributes = {
      kernel_shape: attrs.taps,
      strides: attrs.strides,
      dilations: attrs.dilations,
      pads: padsOf(attrs),
    };
    const given = references(asImages(writer, x), filter.name, bias?.name, sum && asImages(writer, sum));
    return fromImages(writer, writer.node("Conv", given, attributes, domain), shape);
  },
};

/**
 * `x scale + bias`, plus `sum` of x's shape: `scale` and `bias` are `[1 or b, c / block, 1, 1, block]` or numbers.
 *
 * As a convolution of one pixel with one filter for each channel of each image it is one pass over the memory, where a product
 * and a sum that broadcast sixteen numbers at a time are two slower ones.
 */
const blockedAffine: Op<Addends> = {
  infer: ([x]) => x!,
  onnx: (writer, inputs, attrs, { shape }) => {
    const [x, scale] = inputs as [Operand, Operand];
    const { bias, sum } = named(inputs, attrs);
    const [b, blocks, h, w, block] = shape as [number, number, number, number, number];
    const channels = b * blocks * block;
    const images = [1, channels, h, w];
    const image = (value: Operand): string => writer.reshape(value, images);
    const each = (value: Operand, as: Shape): string => {
      const whole = [b, blocks, 1, 1, block];
      const isWhole = sizeOf(value.shape) === channels;
      const name = isWhole ? value.name : writer.node("Expand", [value, writer.int64(whole)]);
      return writer.reshape({ name, shape: isWhole ? value.shape : whole }, as);
    };
    const given = references(
      image(x),
      each(scale, [channels, 1, 1, 1]),
      bias && each(bias, [channels]),
      sum && image(sum),
    );
    const name = writer.node("Conv", given, { kernel_shape: [1, 1], group: channels }, domain);
    return writer.reshape({ name, shape: images }, shape);
  },
};

/**
 * `Σ a b` over the pixels: `[b, c / block, h, w, block]` twice to `[b, c / block, block]`.
 *
 * As a convolution of one image with one filter of its own size for each channel it reads both once, where a product and its
 * sum write the product and read it again.
 */
const blockedDot: Op<NoAttrs> = {
  infer: ([a]) => {
    const [b, blocks, , , block] = a!.shape as [number, number, number, number, number];
    return { shape: [b, blocks, block], dtype: a!.dtype };
  },
  onnx: (writer, [a, b], _, { shape }) => {
    const channels = sizeOf(shape);
    const [, , h, w] = a!.shape as [number, number, number, number];
    const given = [writer.reshape(a!, [1, channels, h, w]), writer.reshape(b!, [channels, 1, h, w])];
    const name = writer.node("Conv", given, { kernel_shape: [h, w], group: channels }, domain);
    return writer.reshape({ name, shape: [1, channels, 1, 1] }, shape);
  },
};

/** Images whose channels come in blocks: the layout in which ONNX Runtime's CPU provider convolves. */
export const blockOps = {
  ToBlocks: toBlocksOp,
  FromBlocks: fromBlocksOp,
  BlockedConv: blockedConv,
  BlockedAffine: blockedAffine,
  BlockedDot: blockedDot,
};
