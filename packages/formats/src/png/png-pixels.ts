import { deflateSync, inflateSync } from "node:zlib";
import { decode } from "fast-png";
import type { Fail } from "../images/image.ts";
import { type PngChunks, pngKinds } from "./png-chunks.ts";

/** Most bytes that deflate makes of one. */
const maxDeflateRatio = 1_032;

/**
 * Inflates the pixels of an image and undoes filters and interlacing: rows of packed numbers, `[height, bytes of a row]`.
 *
 * The size of the inflated pixels follows from the header. They are inflated to exactly this size, and passed on to fast-png, which fills
 * missing pixels with zeros, in a file without the chunks that pixels do not depend on.
 *
 * @throws TweedieError if there are more or fewer pixels than the header states.
 */
export function inflatePixels(chunks: PngChunks, fail: Fail): Uint8Array {
  const size = inflatedSize(chunks);
  if (size > maxDeflateRatio * chunks.packed.length) throw fail("is a damaged PNG image: it lacks pixels");
  let inflated: Buffer;
  try {
    inflated = inflateSync(chunks.packed, { maxOutputLength: size });
  } catch (error) {
    throw fail(`is a damaged PNG image: ${(error as Error).message}`, undefined, error);
  }
  if (inflated.length !== size) {
    throw fail(`is a damaged PNG image: it has ${inflated.length} bytes of pixels, not ${size}`);
  }
  try {
    return decode(minimalFile(chunks, inflated)).data as Uint8Array;
  } catch (error) {
    throw fail(`is a damaged PNG image: ${(error as Error).message}`, undefined, error);
  }
}

/** Bytes of the pixels with the filter type of each row. */
function inflatedSize({ width, height, depth, kind, isInterlaced }: PngChunks): number {
  const bits = depth * pngKinds[kind].stored;
  const sizeOf = (columns: number, rows: number) => (columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8)));
  if (!isInterlaced) return sizeOf(width, height);
  const part = (extent: number, { from, step }: { from: number; step: number }) =>
    Math.max(0, Math.ceil((extent - from) / step));
  return passes.reduce((sum, { x, y }) => sum + sizeOf(part(width, x), part(height, y)), 0);
}

/** Columns and rows of the passes of an interlaced image (Adam7). */
const passes = [
  { x: { from: 0, step: 8 }, y: { from: 0, step: 8 } },
  { x: { from: 4, step: 8 }, y: { from: 0, step: 8 } },
  { x: { from: 0, step: 4 }, y: { from: 4, step: 8 } },
  { x: { from: 2, step: 4 }, y: { from: 0, step: 4 } },
  { x: { from: 0, step: 2 }, y: { from: 2, step: 4 } },
  { x: { from: 1, step: 2 }, y: { from: 0, step: 2 } },
  { x: { from: 0, step: 1 }, y: { from: 1, step: 2 } },
];

/** A PNG file of a header and pixels, without checksums. The pixels are stored uncompressed, which is fast. */
function minimalFile({ width, height, depth, kind, isInterlaced }: PngChunks, inflated: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, pngKinds[kind].code, 0, 0, isInterlaced ? 1 : 0], 8);
  const chunk = (type: string, content: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return [length, Buffer.from(type, "latin1"), content, Buffer.alloc(4)];
  };
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    ...chunk("IHDR", header),
    ...chunk("IDAT", deflateSync(inflated, { level: 0 })),
    ...chunk("IEND", Buffer.alloc(0)),
  ]);
}
