import { mapParams, type NDArray, type NDArrays, type Random, type Student, under } from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import { modelParams } from "../steps/model-params.ts";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, generateInChunks, paddedChunk } from "./chunks.ts";

/** One-step sampler of a student. Its weights are read from a store at each call. */
export interface StudentSampler {
  /** Maps latents, as `drawLatents` returns them, to samples `[count, ...shape]`. */
  sample(latents: NDArrays): Promise<NDArray>;
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
  return {
    sample: (latents) =>
      generateInChunks(latents["z"]!.shape[0]!, shape, size, async (start, end) => {
        const draws = mapParams(latents, (array) => paddedChunk(array, start, end, size));
        return (await step.run(draws))["xg"]!;
      }),
    dispose: () => step.dispose(),
  };
}
