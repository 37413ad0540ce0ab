import { mapParams, type NDArray, type NDArrays, type Random, type Student, under } from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import { modelParams } from "../steps/model-params.ts";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, generateChunks, joinChunks, paddedChunk } from "./chunks.ts";
import { repeatedRows, type SampleStream } from "./sample-stream.ts";

/** One-step sampler of a student. Its weights are read from a store at each call. */
export interface StudentSampler {
  /** Maps latents, as `drawLatents` returns them, to samples `[count, ...shape]`. */
  sample(latents: NDArrays): Promise<NDArray>;
  /** Generates samples from latents that are drawn on the way: those of `drawLatents`. Fewer labels than samples are repeated. */
  stream(random: Random, count: number, label?: NDArray): SampleStream;
  dispose(): Promise<void>;
}

/** Draws the inputs of a student: latents `z: [count, ...latentShape]`, and `label: [count]` if it is class-conditional. */
export const drawLatents = (student: Student, random: Random, count: number, label?: NDArray): NDArrays => ({
  z: normals(random, count, student.latentShape),
  ...(label && { label }),
});

/** Creates a sampler of a student whose weights have the prefix `weights` in the store. `shape` is that of one sample. */
export async function createStudentSampler(
  executor: Executor,
  store: Store,
  { student, weights, shape }: { student: Student; weights: string; shape: readonly number[] },
): Promise<StudentSampler> {
  const size = chunkSize(shape);
  const step = await executor.compile(
    (state, { z, label }) => {
      const params = modelParams(student, under(weights, state), state);
      return { outputs: { xg: student.generate(params, z!, label) } };
    },
    store,
    { z: [size, ...student.latentShape], ...(student.classes !== undefined && { label: [size] }) },
  );
  const generate = async (latents: NDArrays, start: number, end: number): Promise<NDArray> =>
    (await step.run(mapParams(latents, (array) => paddedChunk(array, start, end, size))))["xg"]!;
  return {
    sample(latents) {
      const count = latents["z"]!.shape[0]!;
      return joinChunks(
        count,
        shape,
        generateChunks(count, size, (start, end) => generate(latents, start, end)),
      );
    },
    stream: (random, count, label) => ({
      count,
      batches: generateChunks(count, size, (start, end) => {
        const labels = label && repeatedRows(label, start, end);
        return generate(drawLatents(student, random, end - start, labels), 0, end - start);
      }),
    }),
    dispose: () => step.dispose(),
  };
}
