import { ndarray, type NDArray, type NDArrays, type Random, scalar, type Teacher, zeros } from "@tweedie/core";
import {
  type DiffusionSampler,
  extrapolationWeight,
  karrasSigmas,
  levelOf,
  type SamplerName,
  type SamplerPart,
  samplerPart,
  samplers,
  withLabel,
} from "@tweedie/diffusion";
import type { CompiledStep, Executor, Store } from "@tweedie/graph";
import { normals } from "../steps/noise-draws.ts";
import { chunkSize, generateChunks, joinChunks, paddedChunk } from "./chunks.ts";
import { repeatedRows, type SampleStream } from "./sample-stream.ts";
import { edmRange, type SigmaRange } from "./sigma-range.ts";

/** A sampling method with its noise levels. */
export interface SamplingPlan {
  readonly sampler: SamplerName;
  readonly steps: number;
  /** Default: `edmRange`. */
  readonly range?: SigmaRange;
  /** Number of samples, at most that of the sampler, which is the default. */
  readonly count?: number;
}

/** Multi-step sampler of a teacher. Each method is compiled when it is first used. */
export interface TeacherSampler {
  /** Returns `[count, ...shape]`, of classes `label: [count]`. One random stream gives the same initial noise for every plan, up to its scale. */
  sample(plan: SamplingPlan, random: Random, label?: NDArray): Promise<NDArray>;
  /** The same samples as a stream. Fewer labels than samples are repeated. */
  stream(plan: SamplingPlan, random: Random, label?: NDArray): SampleStream;
  dispose(): Promise<void>;
}

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
  { weights, count: limit, signal }: SamplerSettings,
): TeacherSampler {
  const { shape, sigmaData } = teacher;
  const size = Math.min(limit, chunkSize(shape));
  const store = executor.createStore(weights);
  const compiled = new Map<SamplerName, Promise<CompiledSampler>>();
  const stream: TeacherSampler["stream"] = ({ sampler, steps, range = edmRange, count = limit }, random, label) => {
    const sigmas = karrasSigmas(steps, { min: range.min * sigmaData, max: range.max * sigmaData });
    const generate = async (from: number, to: number): Promise<NDArray> => {
      if (!compiled.has(sampler)) compiled.set(sampler, compileSampler(executor, store, { teacher, sampler, size }));
      const z = normals(random, to - from, shape);
      const start = ndarray(
        z.shape,
        z.data.map((value) => value * sigmas[0]!),
      );
      const labels = label && repeatedRows(label, from, to);
      return integrate(await compiled.get(sampler)!, paddedChunk(start, 0, to - from, size), {
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
    sample: (plan, random, label) => joinChunks(plan.count ?? limit, shape, stream(plan, random, label).batches),
    async dispose() {
      const samplers = await Promise.all(compiled.values());
      await Promise.all(samplers.flatMap(({ parts }) => Object.values(parts).map((part) => part.dispose())));
      store.dispose();
    },
  };
}

/** Initial noise of the samples that `createTeacherSampler` makes with this random stream, divided by its first noise level: `[count, ...shape]`. */
export const initialNoise = (random: Random, count: number, shape: readonly number[]): Promise<NDArray> => {
  const size = Math.min(count, chunkSize(shape));
  const generate = (from: number, to: number) => Promise.resolve(normals(random, to - from, shape));
  return joinChunks(count, shape, generateChunks(count, size, generate));
};

/** A sampling method compiled for a fixed batch. */
interface CompiledSampler {
  readonly parts: Readonly<Partial<Record<SamplerPart, CompiledStep>>>;
  readonly method: DiffusionSampler;
}

async function compileSampler(
  executor: Executor,
  store: Store,
  { teacher, sampler, size }: { teacher: Teacher; sampler: SamplerName; size: number },
): Promise<CompiledSampler> {
  const batch = [size, ...teacher.shape];
  const classes = teacher.classes !== undefined && { label: [size] };
  const shapes = { x: batch, noise: batch, last: batch, ones: [size], sigma: [], next: [], weight: [], ...classes };
  const method: DiffusionSampler = samplers[sampler];
  const compile = (part: SamplerPart) =>
    executor.compile(
      (params, { x, noise, last, ones, sigma, next: nextSigma, weight, label }) => {
        const level = levelOf(ones!, ones!.mul(sigma!), batch.length);
        const next = ones!.mul(nextSigma!).reshape(level.betaBar.shape);
        const previous = { denoised: last!, weight: weight! };
        const inputs = { denoiser: withLabel(teacher, label), params, x: x!, level, next, noise: noise!, previous };
        return { outputs: { ...method[part]!(inputs) } };
      },
      store,
      shapes,
    );
  const parts = (["step", "stepToLowest", "lastStep"] as const).filter((part) => method[part]);
  const compiled = await Promise.all(parts.map(async (part) => [part, await compile(part)] as const));
  return { parts: Object.fromEntries(compiled), method };
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
  { parts, method }: CompiledSampler,
  x: NDArray,
  { sigmas, noiseAt, label, signal }: IntegrationInputs,
): Promise<NDArray> {
  const ones = ndarray([x.shape[0]!], new Float32Array(x.shape[0]!).fill(1));
  let last = zeros(x.shape);
  for (const [i, sigma] of sigmas.slice(0, -1).entries()) {
    signal?.throwIfAborted();
    const next = sigmas[i + 1]!;
    const noise = method.draws && next > 0 ? noiseAt(i) : zeros(x.shape);
    const weight = scalar(extrapolationWeight(sigmas, i));
    const draws = { x, noise, last, ones, sigma: scalar(sigma), next: scalar(next), weight, ...(label && { label }) };
    const outputs = await parts[samplerPart(method, i, sigmas.length - 1)]!.run(draws);
    x = outputs["x"]!;
    last = outputs["denoised"] ?? last;
  }
  return x;
}
