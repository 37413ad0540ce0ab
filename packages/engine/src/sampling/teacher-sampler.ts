import { ndarray, type NDArray, type NDArrays, type Random, scalar, type Teacher, zeros } from "@tweedie/core";
import { karrasSigmas, levelOf, type SamplerName, samplers, withLabel } from "@tweedie/diffusion";
import type { CompiledStep, Executor, Store } from "@tweedie/graph";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, generateChunks, joinChunks, paddedChunk } from "./chunks.ts";
import { repeatedRows, type SampleStream } from "./sample-stream.ts";

/** Multi-step sampler of a teacher. Each method is compiled when it is first used. */
export interface TeacherSampler {
  /** Returns `[count, ...shape]`, of classes `label: [count]`. One random stream gives the same initial noise for every method and number of steps. */
  sample(method: SamplerName, steps: number, random: Random, label?: NDArray): Promise<NDArray>;
  /** The same samples as a stream. Fewer labels than samples are repeated. */
  stream(method: SamplerName, steps: number, random: Random, label?: NDArray): SampleStream;
  dispose(): Promise<void>;
}

/** Range of noise levels in standard deviations of the data. Karras et al. use 0.002 to 80 for a standard deviation of 0.5. */
const sigmaRange = { min: 0.004, max: 160 } as const;

interface SamplerSettings {
  readonly weights: NDArrays;
  readonly count: number;
  /** Aborting it ends the sampling with an error at the next network evaluation. */
  readonly signal?: AbortSignal | undefined;
}

/** Creates a sampler that returns `count` samples per call, with the noise levels of Karras et al., arXiv 2206.00364, eq. 5. */
export function createTeacherSampler(
  executor: Executor,
  teacher: Teacher,
  { weights, count, signal }: SamplerSettings,
): TeacherSampler {
  const { shape, sigmaData } = teacher;
  const size = Math.min(count, chunkSize(shape));
  const store = executor.createStore(weights);
  const compiled = new Map<SamplerName, Promise<CompiledSampler>>();
  const stream: TeacherSampler["stream"] = (method, steps, random, label) => {
    const sigmas = karrasSigmas(steps, { min: sigmaRange.min * sigmaData, max: sigmaRange.max * sigmaData });
    const generate = async (from: number, to: number): Promise<NDArray> => {
      if (!compiled.has(method)) compiled.set(method, compileSampler(executor, store, { teacher, method, size }));
      const z = normals(random, to - from, shape);
      const start = ndarray(
        z.shape,
        z.data.map((value) => value * sigmas[0]!),
      );
      const labels = label && repeatedRows(label, from, to);
      return integrate(await compiled.get(method)!, paddedChunk(start, 0, to - from, size), {
        sigmas,
        noiseAt: (i) => normals(random.child(`${from}.${i}`), size, shape),
        label: labels && paddedChunk(labels, 0, to - from, size),
        signal,
      });
    };
    return { count, batches: generateChunks(count, size, generate) };
  };
  return {
    stream,
    sample: (method, steps, random, label) => joinChunks(count, shape, stream(method, steps, random, label).batches),
    async dispose() {
      for (const each of compiled.values()) {
        const { step, lastStep } = await each;
        await Promise.all([step.dispose(), lastStep.dispose()]);
      }
      store.dispose();
    },
  };
}

/** A sampling method compiled for a fixed batch. */
interface CompiledSampler {
  readonly step: CompiledStep;
  /** The step to noise level 0. */
  readonly lastStep: CompiledStep;
  /** True if its steps draw noise of their own. */
  readonly isStochastic: boolean;
}

async function compileSampler(
  executor: Executor,
  store: Store,
  { teacher, method, size }: { teacher: Teacher; method: SamplerName; size: number },
): Promise<CompiledSampler> {
  const batch = [size, ...teacher.shape];
  const classes = teacher.classes !== undefined && { label: [size] };
  const shapes = { x: batch, noise: batch, ones: [size], sigma: [], next: [], ...classes };
  const compile = (part: "step" | "lastStep") =>
    executor.compile(
      (state, { x, noise, ones, sigma, next, label }) => {
        const level = levelOf(ones!, ones!.mul(sigma!), batch.length);
        const nextSigma = ones!.mul(next!).reshape(level.betaBar.shape);
        const denoiser = withLabel(teacher, label);
        return { outputs: { x: samplers[method][part](denoiser, state, x!, level, nextSigma, noise!) } };
      },
      store,
      shapes,
    );
  const [step, lastStep] = await Promise.all([compile("step"), compile("lastStep")]);
  return { step, lastStep, isStochastic: samplers[method].draws };
}

/** Inputs of one integration: noise levels that end at 0, and the noise of each step. */
interface IntegrationInputs {
  readonly sigmas: readonly number[];
  noiseAt(step: number): NDArray;
  readonly label: NDArray | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Integrates a batch `x` from the first noise level to 0. */
async function integrate(
  { step, lastStep, isStochastic }: CompiledSampler,
  x: NDArray,
  { sigmas, noiseAt, label, signal }: IntegrationInputs,
): Promise<NDArray> {
  const ones = ndarray([x.shape[0]!], new Float32Array(x.shape[0]!).fill(1));
  for (const [i, sigma] of sigmas.slice(0, -1).entries()) {
    signal?.throwIfAborted();
    const next = sigmas[i + 1]!;
    const noise = isStochastic && next > 0 ? noiseAt(i) : zeros(x.shape);
    const draws = { x, noise, ones, sigma: scalar(sigma), next: scalar(next), ...(label && { label }) };
    x = (await (next > 0 ? step : lastStep).run(draws))["x"]!;
  }
  return x;
}
