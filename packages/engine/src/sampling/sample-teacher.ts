import { ndarray, type NDArray, type NDArrays, type Random, scalar, type Teacher } from "@tweedie/core";
import { eulerStep, heunStep, karrasSigmas, levelOf, withLabel } from "@tweedie/diffusion";
import type { Executor } from "@tweedie/graph";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, inChunks, wholeChunk } from "./generate.ts";

/**
 * Samples of a teacher in many steps: Heun's method on the probability-flow ODE over Karras's levels, `2 steps - 1` evaluations.
 *
 * Where the teacher knows classes, `label: [count]` says that of each sample. The levels run from 80 down to 0.002 standard deviations of data of unit spread, scaled by the data's own.
 */
export async function sampleTeacher(
  executor: Executor,
  teacher: Teacher,
  weights: NDArrays,
  { count, steps, random, label }: { count: number; steps: number; random: Random; label?: NDArray | undefined },
): Promise<NDArray> {
  const sigmas = karrasSigmas(steps, { min: 0.004 * teacher.sigmaData, max: 160 * teacher.sigmaData });
  const store = executor.createStore(weights);
  const rank = teacher.shape.length + 1;
  const shapes = {
    x: [chunkSize, ...teacher.shape],
    ones: [chunkSize],
    sigma: [],
    next: [],
    ...(label && { label: [chunkSize] }),
  };
  const [heun, euler] = await Promise.all(
    [heunStep, eulerStep].map((method) =>
      executor.compile(
        (state, { x, ones, sigma, next, label }) => {
          const level = levelOf(ones!, ones!.mul(sigma!), rank);
          const denoiser = withLabel(teacher, label);
          return { outputs: { x: method(denoiser, state, x!, level, ones!.mul(next!).reshape(level.betaBar.shape)) } };
        },
        store,
        shapes,
      ),
    ),
  );
  const noise = normals(random, count, teacher.shape);
  const start = ndarray(
    noise.shape,
    noise.data.map((value) => value * sigmas[0]!),
  );
  const ones = ndarray([chunkSize], new Float32Array(chunkSize).fill(1));
  const samples = await inChunks(count, teacher.shape, async (from, to) => {
    let x = wholeChunk(start, from, to);
    const told = label && { label: wholeChunk(label, from, to) };
    for (let i = 0; i < steps; i++) {
      const next = sigmas[i + 1]!;
      const method = next > 0 ? heun! : euler!;
      x = (await method.run({ x, ones, sigma: scalar(sigmas[i]!), next: scalar(next), ...told }))["x"]!;
    }
    return x;
  });
  await Promise.all([heun!.dispose(), euler!.dispose()]);
  store.dispose();
  return samples;
}
