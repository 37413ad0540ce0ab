import {
  mapParams,
  ndarray,
  type NDArray,
  type NDArrays,
  type Random,
  rows,
  sizeOf,
  type Student,
  under,
} from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import { normals } from "../steps/noise-draws.ts";
import { paramsOf } from "../steps/params-of.ts";

/** Numbers of a chunk of samples: large enough to fill the machine. A network's layers hold many times as many. */
const chunkNumbers = 2 ** 17;

/** Samples of a shape that are computed at once: 1,024 points, 128 images of 28x28. */
export const chunkSize = (shape: readonly number[]): number =>
  2 ** Math.max(4, Math.min(10, Math.floor(Math.log2(chunkNumbers / sizeOf(shape)))));

/** Makes `count` samples, chunk by chunk. `chunk` is given row numbers and returns `[most, ...shape]`. */
export async function inChunks(
  count: number,
  shape: readonly number[],
  chunk: (start: number, end: number) => Promise<NDArray>,
  most: number,
): Promise<NDArray> {
  const size = sizeOf(shape);
  const data = new Float32Array(count * size);
  for (let start = 0; start < count; start += most) {
    const end = Math.min(start + most, count);
    data.set(rows(await chunk(start, end), 0, end - start).data, start * size);
  }
  return ndarray([count, ...shape], data);
}

/** Rows `start` to `end`, filled up to a whole chunk with zeros: a compiled step has one shape. */
export function wholeChunk(array: NDArray, start: number, end: number, most: number): NDArray {
  const part = rows(array, start, end);
  if (end - start === most) return part;
  const data = new Float32Array(most * sizeOf(part.shape.slice(1)));
  data.set(part.data);
  return ndarray([most, ...part.shape.slice(1)], data);
}

/** One-step generation with the weights under a prefix of a store. */
export interface Generator {
  generate(latents: NDArrays): Promise<NDArray>;
  dispose(): Promise<void>;
}

/** What a student makes samples of: latents `z: [count, ...latentShape]`, and the `label: [count]` of each where it is told. */
export const latents = (student: Student, random: Random, count: number, label?: NDArray): NDArrays => ({
  z: normals(random, count, student.latentShape),
  ...(label && { label }),
});

/** Makes a generator of samples of a shape, with the student's weights that stand under a prefix of the store. */
export async function createGenerator(
  executor: Executor,
  store: Store,
  { student, weights, shape }: { student: Student; weights: string; shape: readonly number[] },
): Promise<Generator> {
  const chunk = chunkSize(shape);
  const step = await executor.compile(
    (state, { z, label }) => {
      const params = paramsOf(student, under(weights, state), state);
      return { outputs: { xg: student.generate(params, z!, label) } };
    },
    store,
    { z: [chunk, ...student.latentShape], ...(student.classes !== undefined && { label: [chunk] }) },
  );
  return {
    generate: (latents) =>
      inChunks(
        latents["z"]!.shape[0]!,
        shape,
        async (start, end) => {
          const draws = mapParams(latents, (array) => wholeChunk(array, start, end, chunk));
          return (await step.run(draws))["xg"]!;
        },
        chunk,
      ),
    dispose: () => step.dispose(),
  };
}
