import { tf, type Plugin, type ScoredBatch, type WeightInput, type Weighting } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { difference } from "../../problems/difference.ts";
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
    {
      name: "declares what its weights depend on",
      find: () =>
        unless(
          make(plugin, setup).dependsOn !== undefined,
          'there is no `dependsOn`: declare "level", "xt" or "noise", the last input that the weights depend on',
        ),
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
      name: `${method} weights depend on no more than they declare`,
      skipReason: () =>
        (weighting.dependsOn ?? "noise") === "noise" ? "the weights may depend on the noise" : undefined,
      find: () => undeclaredDependence(weigh, scoredBatch(normal("xg", shape)), weighting.dependsOn!),
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

/** Returns how the weight of a sample changes with inputs of this sample that it is declared not to depend on. */
function undeclaredDependence(
  weigh: (batch: ScoredBatch) => Tensor,
  batch: ScoredBatch,
  dependsOn: WeightInput,
): string | undefined {
  const changed = dependsOn === "level" ? [...noiseInputs, ...xtInputs] : noiseInputs;
  const before = weigh(batch).dataSync();
  for (const name of changed) {
    for (let sample = 0; sample < before.length; sample++) {
      const after = weigh({ ...batch, [name]: withOtherSample(batch[name], sample) }).dataSync();
      const problem = difference([after[sample]!], [before[sample]!]);
      if (problem !== undefined)
        return `the weight of sample ${sample} with another \`${name}\` of this sample: ${problem}`;
    }
  }
  return undefined;
}

const noiseInputs = ["eps", "xg"] as const;
const xtInputs = ["xt", "epsTeacher", "epsFake"] as const;

/** A batch with another sample at an index. */
const withOtherSample = (x: Tensor, index: number): Tensor =>
  tf.concat([x.slice(0, index), x.slice(index, 1).mul(1.5).add(1), x.slice(index + 1)]);
