import { channelCount } from "../../ir/ops/convolution.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";

/** Matrix of pixels of images `[b, h, w, c]` or `[b, c / block, h, w, block]`: `rows` rows for each image, each several pixels of all channels. */
export interface PixelMatrix {
  readonly images: Operand;
  /** Index of each pixel in its image; the number of pixels for zeros. */
  readonly pixels: readonly number[];
  readonly rows: number;
}

/** Shape of the images with contiguous channels last: `[b, blocks, h, w, size]`. */
const blockedExtents = ({ shape }: Operand): readonly [number, number, number, number, number] =>
  (shape.length === 5 ? shape : shape.toSpliced(1, 0, 1)) as unknown as [number, number, number, number, number];

/** Range of images in a batch. */
export interface Chunk {
  readonly begin: number;
  readonly end: number;
}

/** Channels in a contiguous run below which one index per pixel of an image is shared by all images: an index per run would be as large as the run. */
const shortestRun = 16;

/** Function that writes the matrix of a chunk: `[images * rows, columns]`. */
export function im2col(writer: OnnxWriter, matrix: PixelMatrix): (chunk: Chunk) => string {
  const { images, pixels, rows } = matrix;
  const [, blocks, , , size] = blockedExtents(images);
  const gather = blocks === 1 && size < shortestRun ? gatherPixels(writer, matrix) : gatherRuns(writer, matrix);
  const columns = (pixels.length / rows) * channelCount(images);
  return (chunk) => {
    const count = (chunk.end - chunk.begin) * rows;
    return writer.reshape({ name: gather(chunk), shape: [count * columns] }, [count, columns]);
  };
}

/** Gathers pixels of unblocked images, with one index per pixel of an image. */
function gatherPixels(writer: OnnxWriter, { images, pixels }: PixelMatrix): (chunk: Chunk) => string {
  const [batch, , height, width, channels] = blockedExtents(images);
  const indices = writer.constant(pixels, { shape: [pixels.length], dtype: "int32" });
  const flat = writer.reshape(images, [batch, height * width, channels]);
  const padded = pixels.includes(height * width)
    ? writer.node("Pad", [flat, writer.int64([0, 0, 0, 0, 1, 0])], { mode: "constant" })
    : flat;
  return ({ begin, end }) => {
    const isWhole = begin === 0 && end === batch;
    const range = [writer.int64([begin]), writer.int64([end]), writer.int64([0])];
    return writer.node("Gather", [isWhole ? padded : writer.node("Slice", [padded, ...range]), indices], { axis: 1 });
  };
}

/** Index of padding: still negative after the largest offset of a chunk has been added. */
const outside = -(2 ** 30);

/** Gathers contiguous runs of channels, with one index per run of a chunk. Later chunks add an offset to the first one's indices, so no chunk is copied out. */
function gatherRuns(writer: OnnxWriter, { images, pixels }: PixelMatrix): (chunk: Chunk) => string {
  const [batch, blocks, height, width, size] = blockedExtents(images);
  const area = height * width;
  const flat = writer.reshape(images, [batch * blocks * area, size]);
  const isPadded = pixels.includes(area);
  const padded = isPadded ? writer.node("Pad", [flat, writer.int64([0, 0, 1, 0])], { mode: "constant" }) : flat;
  const firstIndices = (count: number): string => {
    const indices: number[] = [];
    for (let image = 0; image < count; image++) {
      for (const pixel of pixels) {
        for (let i = 0; i < blocks; i++) indices.push(pixel === area ? outside : (image * blocks + i) * area + pixel);
      }
    }
    return writer.constant(indices, { shape: [indices.length], dtype: "int32" });
  };
  return ({ begin, end }) => {
    const count = end - begin;
    const first = writer.once(`${count} of ${blocks} x ${area}: ${pixels.join()}`, () => firstIndices(count));
    const shifted = begin > 0 ? writer.node("Add", [first, writer.scalar(begin * blocks * area, "int32")]) : first;
    // Index -1 is the last run, the zeros.
    const indices = isPadded ? writer.node("Max", [shifted, writer.scalar(-1, "int32")]) : shifted;
    return writer.node("Gather", [padded, indices], { axis: 0 });
  };
}
