import { channelCount } from "../../ir/ops/convolution.ts";
import type { Chunk, PixelMatrix } from "../standard/im2col.ts";

/**
 * Bytes of im2col matrix that are written at a time.
 *
 * Written for a few images at a time, the matrix is still in the cache when the product reads it.
 */
const chunkBytes = 2 * 2 ** 20;
const maxChunks = 16;

/** Splits a batch into ranges whose matrices stay in the cache together. */
export function chunksOf(batch: number, matrices: readonly PixelMatrix[]): Chunk[] {
  const bytes = matrices.reduce((sum, { images, pixels }) => sum + 4 * pixels.length * channelCount(images), 0);
  const size = Math.max(Math.floor(chunkBytes / bytes), Math.ceil(batch / maxChunks), 1);
  return Array.from({ length: Math.ceil(batch / size) }, (_, i) => ({
    begin: i * size,
    end: Math.min((i + 1) * size, batch),
  }));
}
