import { type NDArray, rows } from "@tweedie/core";
import type { MeasuredCurve } from "../run/teacher-curve.ts";
import { streamOfArray } from "../sampling/sample-stream.ts";
import { type RunContext, streamOf } from "../train/run-context.ts";
import type { Candidate } from "./curve-candidates.ts";
import { createComparison } from "./evaluator.ts";
import type { Evaluation } from "./prepare-evaluation.ts";

/** Number of samples with which candidates are compared, by default. */
const defaultSamples = 1_024;

/** Chooses among candidates by the first metric, from latents and real samples that the curve does not use. */
export interface Choice {
  /** Returns the best candidate. The first one if there is no metric. */
  best(candidates: readonly Candidate[]): Promise<Candidate>;
  /** Candidates so far with the values that decided; undefined if there is no metric. */
  record(): MeasuredCurve["choice"];
}

export async function createChoice(
  context: RunContext,
  { count, real, realLabel, label, extraction, evaluator }: Evaluation,
  sample: (candidate: Candidate, count: number) => Promise<NDArray>,
): Promise<Choice> {
  const [metric] = Object.keys(evaluator.goals);
  if (metric === undefined) return { best: async ([first]) => first!, record: () => undefined };
  const goal = evaluator.goals[metric]!;
  const samples = Math.min(count, context.experiment.settings.evaluate.teacherCurve!.samples ?? defaultSamples);
  const decisive = context.components.metrics.filter(({ goals }) => metric in goals);
  const compare = await createComparison(decisive, {
    reference: rows(real, 0, samples),
    random: streamOf(context, "evaluate"),
    extraction,
    label: label && rows(label, 0, samples),
    referenceLabel: realLabel && rows(realLabel, 0, samples),
  });
  const tried: NonNullable<MeasuredCurve["choice"]>["candidates"] = [];
  return {
    async best(candidates) {
      const values: number[] = [];
      for (const candidate of candidates) {
        const value = (await compare(streamOfArray(await sample(candidate, samples))))[metric]!;
        tried.push({ ...candidate, value });
        values.push(Number.isNaN(value) ? Infinity : goal === "minimize" ? value : -value);
      }
      return candidates[values.indexOf(Math.min(...values))]!;
    },
    record: () => ({ metric, samples, candidates: tried }),
  };
}
