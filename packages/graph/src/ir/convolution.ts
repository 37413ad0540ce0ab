import { sizeOf } from "@tweedie/core";
import type { OnnxWriter } from "../onnx/writer.ts";
import type { Op, Operand } from "./op.ts";
import type { TensorType } from "./tensor-type.ts";
import { padsOf, pixelAt, seenPixels, type Window } from "./window.ts";

/**
 * Bytes of windows that are written out at a time.
 *
 * A convolution is a product of matrices once what each window sees is written out in a row. Written out for a few
 * images at a time, it is still in the cache when the product reads it.
 */
const chunkBytes = 2 * 2 ** 20;
const chunksAtMost = 16;

/** What is written out of images `[b, h, w, c]`, or of images in blocks: `pixels` of each, in rows of several. */
interface Rows {
  readonly images: Operand;
  readonly pixels: readonly number[];
  readonly rows: number;
}

/** Images with as many channels in a stretch of memory as there are, or as a block has: `[b, blocks, h, w, size]`. */
const extentsOf = ({ shape }: Operand): readonly [number, number, number, number, number] =>
  (shape.length === 5 ? shape : shape.toSpliced(1, 0, 1)) as unknown as [number, number, number, number, number];

/** Parts of a batch, small enough that all `bytes` of each image written out stay in the cache. */
function parts(batch: number, bytes: number): { begin: number; end: number }[] {
  const size = Math.max(Math.floor(chunkBytes / bytes), Math.ceil(batch / chunksAtMost), 1);
  return Array.from({ length: Math.ceil(batch / size) }, (_, i) => ({
    begin: i * size,
    end: Math.min((i + 1) * size, batch),
  }));
}

const bytesOf = ({ images, pixels }: Rows): number => 4 * pixels.length * channelsIn(images);

/** Stretches of fewer numbers are looked up by pixels alone, for all images of a part at once: an index each would be as much as they are. */
const shortest = 16;

/** A function that writes out a part of a batch: `[part * rows, ...]`. */
function unfold(writer: OnnxWriter, seen: Rows): (begin: number, end: number) => string {
  const { images, pixels, rows } = seen;
  const write = extentsOf(images)[4] < shortest ? byPixels(writer, seen) : byStretches(writer, seen);
  const columns = (pixels.length / rows) * channelsIn(images);
  return (begin, end) => {
    const count = (end - begin) * rows;
    return writer.reshape({ name: write(begin, end), shape: [count * columns] }, [count, columns]);
  };
}

/** Pixels of each image, by their numbers. */
function byPixels(writer: OnnxWriter, { images, pixels }: Rows): (begin: number, end: number) => string {
  const [batch, , height, width, channels] = extentsOf(images);
  const indices = writer.constant(pixels, { shape: [pixels.length], dtype: "int32" });
  const flat = writer.reshape(images, [batch, height * width, channels]);
  const padded = pixels.includes(height * width)
    ? writer.node("Pad", [flat, writer.int64([0, 0, 0, 0, 1, 0])], { mode: "constant" })
    : flat;
  return (begin, end) => {
    const isWhole = begin === 0 && end === batch;
    const part = [writer.int64([begin]), writer.int64([end]), writer.int64([0])];
    return writer.node("Gather", [isWhole ? padded : writer.node("Slice", [padded, ...part]), indices], { axis: 1 });
  };
}

/** Below what any number of images adds to an index. */
const outside = -(2 ** 30);

/** Stretches of all images, by their numbers: these are counted on from those of the first part, so that no part is cut out. */
function byStretches(writer: OnnxWriter, { images, pixels }: Rows): (begin: number, end: number) => string {
  const [batch, blocks, height, width, size] = extentsOf(images);
  const area = height * width;
  const flat = writer.reshape(images, [batch * blocks * area, size]);
  const isPadded = pixels.includes(area);
  const padded = isPadded ? writer.node("Pad", [flat, writer.int64([0, 0, 1, 0])], { mode: "constant" }) : flat;
  const firstPart = (count: number): string => {
    const indices: number[] = [];
    for (let image = 0; image < count; image++) {
      for (const pixel of pixels) {
        for (let i = 0; i < blocks; i++) indices.push(pixel === area ? outside : (image * blocks + i) * area + pixel);
      }
    }
    return writer.constant(indices, { shape: [indices.length], dtype: "int32" });
  };
  return (begin, end) => {
    const first = writer.once(`${end - begin} of ${blocks} x ${area}: ${pixels.join()}`, () => firstPart(end - begin));
    const moved = begin > 0 ? writer.node("Add", [first, writer.scalar(begin * blocks * area, "int32")]) : first;
    // The last stretch, by its number from the end, is the one of zeros.
    const indices = isPadded ? writer.node("Max", [moved, writer.scalar(-1, "int32")]) : moved;
    return writer.node("Gather", [padded, indices], { axis: 0 });
  };
}

/** `x: [b, h, w, c]` with `filter: [kh, kw, c, n]` to `[b, ..., n]`, plus `bias: [n]` where there is one. */
const conv: Op<Window> = {
  infer: ([x, filter], { places }) => ({ shape: [x!.shape[0]!, ...places, filter!.shape[3]!], dtype: x!.dtype }),
  onnx: (writer, inputs, window, { shape }) => {
    const [x, filter, ...bias] = inputs as [Operand, Operand, ...Operand[]];
    if (writer.portable) return plainConv(writer, [x, filter, ...bias], window);
    const channels = filter.shape[3]!;
    const weights = writer.reshape(filter, [sizeOf(filter.shape) / channels, channels]);
    const seen: Rows = { images: x, pixels: seenPixels(window), rows: sizeOf(window.places) };
    const columns = unfold(writer, seen);
    const products = parts(x.shape[0]!, bytesOf(seen)).map(({ begin, end }) =>
      writer.node("Gemm", [columns(begin, end), weights, ...bias]),
    );
    const rows = products.length === 1 ? products[0]! : writer.node("Concat", products, { axis: 0 });
    return writer.node("Reshape", [rows, writer.int64(shape)]);
  },
};

/** ONNX's own convolution, between transposes to its layout `[b, c, h, w]` and back. */
function plainConv(writer: OnnxWriter, [x, filter, ...bias]: [Operand, Operand, ...Operand[]], window: Window): string {
  const { strides, dilations } = window;
  const channelsFirst = writer.node("Transpose", [x], { perm: [0, 3, 1, 2] });
  const weights = writer.node("Transpose", [filter], { perm: [3, 2, 0, 1] });
  const attributes = { strides, dilations, pads: padsOf(window) };
  const convolved = writer.node("Conv", [channelsFirst, weights, ...bias], attributes);
  return writer.node("Transpose", [convolved], { perm: [0, 2, 3, 1] });
}

/** Gradient of `Conv` by its filter, from `x: [b, h, w, c]` and `dy: [b, ..., n]`, each of them in blocks or not: `[kh, kw, c, n]`. */
const convFilterGradient: Op<Window> = {
  infer: ([x, dy], { taps }) => ({ shape: [...taps, ...[x!, dy!].map(channelsIn)], dtype: x!.dtype }),
  onnx: (writer, [x, dy], window, { shape }) => {
    const [kh, kw, channels, outputs] = shape as [number, number, number, number];
    const isDense = window.strides.every((stride) => stride === 1);
    const [left, right] = isDense ? crossed(x!, dy!, window) : seenAndGiven(x!, dy!, window);
    const [seen, given] = [unfold(writer, left), unfold(writer, right)];
    const sum = parts(x!.shape[0]!, bytesOf(left) + bytesOf(right)).reduce<string[]>(
      (sum, { begin, end }) => [writer.node("Gemm", [seen(begin, end), given(begin, end), ...sum], { transA: 1 })],
      [],
    )[0]!;
    if (!isDense) return writer.node("Reshape", [sum, writer.int64(shape)]);
    const apart = writer.node("Reshape", [sum, writer.int64([kw, channels, kh, outputs])]);
    return writer.node("Transpose", [apart], { perm: [2, 0, 1, 3] });
  },
};

const channelsIn = ({ shape }: TensorType): number => (shape.length === 5 ? shape[1]! * shape[4]! : shape[3]!);

/** For every place, what its window sees, and the slope there. */
const seenAndGiven = (x: Operand, dy: Operand, window: Window): [Rows, Rows] => {
  const rows = sizeOf(window.places);
  return [
    { images: x, pixels: seenPixels(window), rows },
    { images: dy, pixels: Array.from({ length: rows }, (_, i) => i), rows },
  ];
};

/**
 * For every pixel row and place across, what the window's columns see there, and the slopes of the places whose rows see it.
 *
 * All products of the two are the gradients of all taps: for 3x3 each value is written out three times instead of
 * nine, and the product is closer to a square.
 */
function crossed(x: Operand, dy: Operand, { image, taps, places, dilations, before }: Window): [Rows, Rows] {
  const [seen, given]: [number[], number[]] = [[], []];
  for (let row = 0; row < image[0]; row++) {
    for (let place = 0; place < places[1]; place++) {
      for (let tap = 0; tap < taps[1]; tap++) {
        seen.push(pixelAt(image, row, place + tap * dilations[1] - before[1]));
      }
      for (let tap = 0; tap < taps[0]; tap++) {
        given.push(pixelAt(places, row - tap * dilations[0] + before[0], place));
      }
    }
  }
  const rows = image[0] * places[1];
  return [
    { images: x, pixels: seen, rows },
    { images: dy, pixels: given, rows },
  ];
}

/** Products with what a sliding window sees, in TensorFlow's layout. */
export const convolutionOps = { Conv: conv, ConvFilterGradient: convFilterGradient };
