import { ndarray, type NDArray, rows, sizeOf } from "@tweedie/core";

/** Numbers in a chunk of samples: enough to use all cores. A network's layers hold a multiple of it. */
const chunkNumbers = 2 ** 17;

/** Number of samples that are computed in one call: 1,024 points, 128 images of 28x28. */
export const chunkSize = (shape: readonly number[]): number =>
  2 ** Math.max(4, Math.min(10, Math.floor(Math.log2(chunkNumbers / sizeOf(shape)))));

/** Generates `count` samples in chunks: `[size, ...shape]`, the last one shorter. `generate` may pad the last chunk. */
export async function* generateChunks(
  count: number,
  size: number,
  generate: (start: number, end: number) => Promise<NDArray>,
): AsyncGenerator<NDArray> {
  for (let start = 0; start < count; start += size) {
    const end = Math.min(start + size, count);
    yield rows(await generate(start, end), 0, end - start);
  }
}

/** Concatenates chunks of `count` samples in total: `[count, ...shape]`. */
export async function joinChunks(
  count: number,
  shape: readonly number[],
  chunks: AsyncIterable<NDArray>,
): Promise<NDArray> {
  const data = new Float32Array(count * sizeOf(shape));
  let end = 0;
  for await (const chunk of chunks) {
    data.set(chunk.data, end);
    end += chunk.data.length;
  }
  return ndarray([count, ...shape], data);
}

/** Rows `start` to `end`, padded with zeros to `size` rows, because a compiled step has fixed shapes. */
export function paddedChunk(array: NDArray, start: number, end: number, size: number): NDArray {
  const part = rows(array, start, end);
  if (end - start === size) return part;
  const data = new Float32Array(size * sizeOf(part.shape.slice(1)));
  data.set(part.data);
  return ndarray([size, ...part.shape.slice(1)], data);
}
