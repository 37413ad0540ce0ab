import { type NDArray, ndarray, type NDArrays, type Plugin, random, slerp, TweedieError } from "@tweedie/core";
import { preconditionedDenoiser, preconditioningOf } from "@tweedie/diffusion";
import { bytesSource, decodeSafetensors, readCheckpoint } from "@tweedie/formats/browser";
import type { Executor } from "@tweedie/graph/browser";
import { publishedModel, publishedWeights } from "@tweedie/networks";
import type { DigitChoice } from "../../protocol/messages.ts";

/** Files of a student that is an adapter of its teacher. */
export interface DigitFiles {
  readonly teacher: Uint8Array;
  /** Factors of the adapter; the metadata `student` has the options of `students/denoiser` as JSON. */
  readonly student: Uint8Array;
}

/** One-step generator of digits. */
export interface DigitSampler {
  /** Samples in [-1, 1]: `[labels.length, side, side, 1]`. The latents of a seed are those of `tweedie sample --seed`. */
  sample(choice: DigitChoice): Promise<NDArray>;
}

/** Compiles a student for `count` samples at a time. @throws TweedieError if a file is damaged, or the student has no classes */
export async function createDigitSampler(
  files: DigitFiles,
  plugin: Plugin<"student">,
  { executor, count }: { readonly executor: Executor; readonly count: number },
): Promise<DigitSampler> {
  const { student, weights } = readStudent(files, plugin);
  const inputs = { z: [count, ...student.latentShape], label: [count] };
  const store = executor.createStore(weights);
  const step = await executor.compile(
    (params, { z, label }) => ({ outputs: { xg: student.generate(params, z!, label) } }),
    store,
    inputs,
  );
  const latents = (seed: number) => random(seed, "sample").normal(inputs.z.reduce((a, b) => a * b));
  return {
    async sample({ seeds: [from, to], fraction, labels }) {
      const z = interpolated(latents(from), latents(to), { fraction, count });
      const draws = { z: ndarray(inputs.z, z), label: ndarray([count], Float32Array.from(labels)) };
      return (await step.run(draws))["xg"]!;
    },
  };
}

/** Latents on the arcs between those of two seeds, each sample on its own. */
function interpolated(
  from: Float32Array,
  to: Float32Array,
  { fraction, count }: { readonly fraction: number; readonly count: number },
): Float32Array {
  if (fraction === 0) return from;
  const [size, result] = [from.length / count, new Float32Array(from.length)];
  for (let at = 0; at < from.length; at += size) {
    result.set(slerp(from.subarray(at, at + size), to.subarray(at, at + size), fraction), at);
  }
  return result;
}

function readStudent({ teacher: bytes, student: adapter }: DigitFiles, plugin: Plugin<"student">) {
  const where = "teacher of the digits";
  const checkpoint = readCheckpoint(bytesSource(bytes), where);
  const model = publishedModel(checkpoint, where);
  const { network } = model;
  const { arrays, metadata } = decodeSafetensors(adapter, "student of the digits");
  const preconditioning = preconditioningOf(model.preconditioning!);
  const teacher = {
    ...preconditionedDenoiser(network, preconditioning),
    ...{ shape: network.shape, sigmaData: 1, weights: "loaded", network, preconditioning, init: () => ({}) },
  } as const;
  const options: unknown = plugin.options.parse(JSON.parse(metadata["student"] ?? "{}"));
  const student = plugin.create(options, network, teacher);
  if (student.classes === undefined) throw new TweedieError({ where, what: "has no classes" });
  const weights: NDArrays = { ...publishedWeights(model, checkpoint.tensors, where), ...arrays };
  return { student, weights };
}
