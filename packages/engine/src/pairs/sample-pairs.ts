import { type PairsPlan, random, type NDArrays } from "@tweedie/core";
import { createTeacherSampler, initialNoise } from "../sampling/teacher-sampler.ts";
import { joinChunks } from "../sampling/chunks.ts";
import { counted } from "../sampling/sample-stream.ts";
import type { RunContext } from "../train/run-context.ts";
import type { Pairs } from "./pairs.ts";

const streamFor = ({ seed }: PairsPlan, purpose: string) => random(seed, `pairs.${purpose}`);

/** Pairs with their latents and labels, which are drawn again. */
export async function pairsOf(
  { components }: Pick<RunContext, "components">,
  plan: PairsPlan,
  x: Pairs["x"],
): Promise<Pairs> {
  const { teacher, labels } = components.distillation;
  return {
    z: await initialNoise(streamFor(plan, "z"), plan.count, teacher.shape),
    x,
    ...(labels && { label: labels(streamFor(plan, "label"), plan.count) }),
  };
}

/** Samples of the teacher for the latents of `pairsOf`. */
export async function sampleTeacher(
  { components, executor, signal }: Pick<RunContext, "components" | "executor" | "signal">,
  plan: PairsPlan,
  weights: NDArrays,
  tell?: (done: number, total: number) => void,
): Promise<Pairs["x"]> {
  const { teacher, labels } = components.distillation;
  const sampler = createTeacherSampler(executor, teacher, { weights, count: plan.count, signal });
  try {
    const label = labels?.(streamFor(plan, "label"), plan.count);
    const stream = sampler.stream({ sampler: plan.sampler, steps: plan.steps }, streamFor(plan, "z"), label);
    return await joinChunks(plan.count, teacher.shape, counted(stream, tell).batches);
  } finally {
    await sampler.dispose();
  }
}
