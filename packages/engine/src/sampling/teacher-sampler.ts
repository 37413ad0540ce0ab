import { ndarray, type NDArray, type NDArrays, type Random, scalar, type Teacher, zeros } from "@tweedie/core";
import { karrasSigmas, levelOf, type SamplerName, samplers, withLabel } from "@tweedie/diffusion";
import type { CompiledStep, Executor } from "@tweedie/graph";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, inChunks, wholeChunk } from "./generate.ts";

/** Generation in many steps. A sampler is compiled when it is first asked for. */
export interface TeacherSampler {
  /** Makes `[count, ...shape]`, of classes `label: [count]`. One stream gives the same pure noise to every sampler, whatever its steps. */
  sample(sampler: SamplerName, steps: number, random: Random, label?: NDArray): Promise<NDArray>;
  dispose(): Promise<void>;
}

/**
 * Makes a sampler that draws so many samples of a teacher at a time, over Karras's noise levels.
 *
 * They run from 80 down to 0.002 standard deviations of data of unit spread, scaled by the data's own.
 */
export function createTeacherSampler(
  executor: Executor,
  teacher: Teacher,
  { weights, count }: { weights: NDArrays; count: number },
): TeacherSampler {
  const { shape, sigmaData } = teacher;
  const chunk = Math.min(count, chunkSize(shape));
  const batch = [chunk, ...shape];
  const store = executor.createStore(weights);

  const compile = (sampler: SamplerName) =>
    Promise.all(
      (["step", "lastStep"] as const).map((which) =>
        executor.compile(
          (state, { x, noise, ones, sigma, next, label }) => {
            const level = levelOf(ones!, ones!.mul(sigma!), batch.length);
            const there = ones!.mul(next!).reshape(level.betaBar.shape);
            return {
              outputs: { x: samplers[sampler][which](withLabel(teacher, label), state, x!, level, there, noise!) },
            };
          },
          store,
          {
            x: batch,
            noise: batch,
            ones: [chunk],
            sigma: [],
            next: [],
            ...(teacher.classes !== undefined && { label: [chunk] }),
          },
        ),
      ),
    );
  const compiled = new Map<SamplerName, Promise<CompiledStep[]>>();

  return {
    async sample(sampler, steps, random, label) {
      if (!compiled.has(sampler)) compiled.set(sampler, compile(sampler));
      const [step, lastStep] = (await compiled.get(sampler)!) as [CompiledStep, CompiledStep];
      const sigmas = karrasSigmas(steps, { min: 0.004 * sigmaData, max: 160 * sigmaData });
      const z = normals(random, count, shape);
      const start = ndarray(
        z.shape,
        z.data.map((value) => value * sigmas[0]!),
      );
      const ones = ndarray([chunk], new Float32Array(chunk).fill(1));
      const descend = async (from: number, to: number) => {
        const told = label && { label: wholeChunk(label, from, to, chunk) };
        let x = wholeChunk(start, from, to, chunk);
        for (let i = 0; i < steps; i++) {
          const next = sigmas[i + 1]!;
          const isNoisy = samplers[sampler].draws && next > 0;
          const noise = isNoisy ? normals(random.child(`${from}.${i}`), chunk, shape) : zeros(batch);
          const draws = { x, noise, ones, sigma: scalar(sigmas[i]!), next: scalar(next), ...told };
          x = (await (next > 0 ? step : lastStep).run(draws))["x"]!;
        }
        return x;
      };
      return inChunks(count, shape, descend, chunk);
    },
    async dispose() {
      for (const steps of compiled.values()) await Promise.all((await steps).map((step) => step.dispose()));
      store.dispose();
    },
  };
}
