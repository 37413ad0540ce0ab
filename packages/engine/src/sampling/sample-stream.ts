import { ndarray, type NDArray, rows, sizeOf } from "@tweedie/core";

/** A set of samples that is generated while it is read, once, so that it is never held whole. */
export interface SampleStream {
  readonly count: number;
  /** Batches of any size, `[b, ...shape]`, in order. */
  readonly batches: AsyncIterable<NDArray>;
}

/** Streams samples that are held already. */
export const streamOfArray = (samples: NDArray): SampleStream => ({
  count: samples.shape[0]!,
  batches: (async function* () {
    yield samples;
  })(),
});

/** Streams several arrays, one after the other. */
export const streamOfArrays = (arrays: readonly NDArray[]): SampleStream => ({
  count: arrays.reduce((sum, { shape }) => sum + shape[0]!, 0),
  batches: (async function* () {
    yield* arrays;
  })(),
});

/** Regroups batches to `size` samples each; the last one may be shorter. */
export async function* regroup(batches: AsyncIterable<NDArray>, size: number): AsyncGenerator<NDArray> {
  let held: NDArray[] = [];
  let count = 0;
  for await (const batch of batches) {
    const total = batch.shape[0]!;
    for (let start = 0; start < total;) {
      const end = Math.min(total, start + size - count);
      held.push(rows(batch, start, end));
      count += end - start;
      start = end;
      if (count < size) continue;
      yield concatenate(held);
      [held, count] = [[], 0];
    }
  }
  if (count > 0) yield concatenate(held);
}

/** Joins arrays along the first axis. */
export function concatenate(parts: readonly NDArray[]): NDArray {
  if (parts.length === 1) return parts[0]!;
  const [, ...shape] = parts[0]!.shape;
  const count = parts.reduce((sum, part) => sum + part.shape[0]!, 0);
  const data = new Float32Array(count * sizeOf(shape));
  let end = 0;
  for (const part of parts) {
    data.set(part.data, end);
    end += part.data.length;
  }
  return ndarray([count, ...shape], data);
}

/** Passes a stream on, and tells after each batch how many of its samples have been generated. */
export const counted = (
  { count, batches }: SampleStream,
  tell: (done: number, total: number) => void = () => undefined,
): SampleStream => ({
  count,
  batches: (async function* () {
    let done = 0;
    for await (const batch of batches) {
      tell((done += batch.shape[0]!), count);
      yield batch;
    }
  })(),
});

/** Passes a stream on and keeps its first `limit` samples, which `first` returns when it has been read. */
export function keepFirst(
  { count, batches }: SampleStream,
  limit: number,
): { readonly stream: SampleStream; first(): NDArray } {
  const kept: NDArray[] = [];
  let length = 0;
  const pass = async function* () {
    for await (const batch of batches) {
      const taken = rows(batch, 0, Math.min(batch.shape[0]!, limit - length));
      if (taken.shape[0]! > 0) kept.push(taken);
      length += taken.shape[0]!;
      yield batch;
    }
  };
  return { stream: { count, batches: pass() }, first: () => concatenate(kept) };
}

/** Rows `start` to `end` of an array that is repeated without end: the classes of any number of samples. */
export function repeatedRows(array: NDArray, start: number, end: number): NDArray {
  const count = array.shape[0]!;
  const from = start % count;
  if (from + end - start <= count) return rows(array, from, from + end - start);
  const parts: NDArray[] = [];
  for (let at = start; at < end;) {
    const first = at % count;
    const length = Math.min(count - first, end - at);
    parts.push(rows(array, first, first + length));
    at += length;
  }
  return concatenate(parts);
}
