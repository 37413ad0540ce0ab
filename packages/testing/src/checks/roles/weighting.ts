import { tf, type Plugin, type ScoredBatch, type Weighting } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { unless } from "../../problems/findings.ts";
import { impurity } from "../../problems/impurity.ts";
import { otherSampleProblem } from "../../problems/model-problems.ts";
import { shapeProblem } from "../../problems/shapes.ts";
import { normal, scoredBatch } from "../../stand-ins/scored-batch.ts";
import type { Check, Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** The contract of a weighting. */
export const weightingSuite = (plugin: Plugin<"weighting">, setup: Setup = {}): Suite => ({
  name: "weighting",
  checks: [
    ...optionChecks(plugin, setup),
    {
      name: "weights the student's loss, or a denoiser's, or both",
      find: () => {
        const { student, denoiser } = make(plugin, setup);
        const method: unknown = student ?? denoiser;
        return unless(typeof method === "function", "there is no function `student` and none `denoiser`");
      },
    },
  ],
  groups: [["points", [4, 2]] as const, ["images", [4, 3, 3, 2]] as const].map(([data, shape]) => {
    const weighting = make(plugin, { ...setup, shape: shape.slice(1) });
    const weights = (["student", "denoiser"] as const).flatMap((method) => weightChecks(weighting, method, shape));
    return { name: `of ${data}`, checks: weights };
  }),
});

/** Checks of the weights of one method; none if it is left out. */
function weightChecks(
  weighting: Weighting,
  method: "student" | "denoiser",
  shape: readonly number[],
): readonly Check[] {
  const weigh = weighting[method] as ((batch: ScoredBatch) => Tensor) | undefined;
  if (!weigh) return [];
  return [
    {
      name: `${method} weights are positive, one per sample`,
      find: () => {
        const weights = weigh(scoredBatch(normal("xg", shape)));
        const numbers = [...weights.dataSync()];
        return [
          shapeProblem("the weights", weights.shape, [4]),
          unless(
            numbers.every((weight) => Number.isFinite(weight) && weight > 0),
            `weights are ${numbers.join(", ")}`,
          ),
        ];
      },
    },
    {
      name: `${method} weights are a pure function of the batch`,
      find: () => {
        const batch = scoredBatch(normal("xg", shape));
        return impurity(() => weigh(batch));
      },
    },
    {
      name: `${method} weights have no statistics of the batch`,
      skipReason: () => (weighting.batchStatistics ? "the weighting declares `batchStatistics`" : undefined),
      find: () => otherSampleProblem((x) => weigh(scoredBatch(x)), normal("xg", shape)),
    },
    {
      name: `${method} weights compile`,
      skipReason: whyNotCompiled,
      find: () => compiledDifference(({ xg }) => weigh(scoredBatch(xg!)), { xg: normal("xg", shape) }),
    },
    {
      name: `${method} weights have no gradient in the samples`,
      find: () => {
        const gradient = tf.grad((x) => weigh(scoredBatch(x)).sum().add(x.mul(0).sum()))(normal("xg", shape));
        const largest = gradient.abs().max().dataSync()[0];
        return unless(largest === 0, `the largest element of the gradient is ${largest}; detach the weights`);
      },
    },
  ];
}
