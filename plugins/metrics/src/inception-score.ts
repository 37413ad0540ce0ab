import { definePlugin, type NDArray, summaryMetric } from "@tweedie/core";
import { z } from "zod";

/**
 * Inception Score of class probabilities: `exp(mean over samples of KL(p(class | sample) || mean p))`. It is the number of classes for
 * samples of all classes, each classified with certainty, and 1 if every sample has the same probabilities. The reference is not used.
 *
 * `is` is the mean over `splits` consecutive parts of the samples. A part of n samples has a higher score for smaller n.
 *
 * Salimans et al., arXiv 1606.03498, section 4.
 */
export default definePlugin({
  role: "metric",
  summary: "Inception Score of the predicted class probabilities",
  aliases: ["is", "inception"],
  options: z.strictObject({
    splits: z.int().positive().max(1_000).default(10).describe("Number of parts, whose scores are averaged."),
  }),
  create: ({ splits }) =>
    summaryMetric({
      input: "classes",
      goals: { is: "maximize" },
      descriptions: { is: { title: "Inception Score", unit: "number of classes" } },
      start: (count) => sumProbabilities(count, Math.min(splits, count)),
      compare: ({ parts }) => ({ is: parts.reduce((sum, part) => sum + scoreOf(part), 0) / parts.length }),
    }),
});

/** Sums over the samples of a part. */
interface Part {
  count: number;
  /** Sum of `Σ p log p` over the classes. */
  negativeEntropy: number;
  /** Sum of the class probabilities: `[classes]`. */
  probabilities: Float64Array;
}

/** Sums the probabilities of `count` samples in parts, of which part i begins at sample `floor(i * count / splits)`. */
function sumProbabilities(count: number, splits: number) {
  const parts = Array.from({ length: splits }, (): Part => ({
    count: 0,
    negativeEntropy: 0,
    probabilities: new Float64Array(),
  }));
  let next = 0;
  return {
    parts,
    add({ shape: [batch = 0, classes = 0], data }: NDArray): void {
      for (let i = 0; i < batch; i++, next++) {
        const part = parts[Math.floor(((next + 1) * splits - 1) / count)]!;
        if (part.count++ === 0) part.probabilities = new Float64Array(classes);
        addProbabilities(part, data.subarray(i * classes, (i + 1) * classes));
      }
    },
  };
}

/** Adds the softmax of logits `[classes]` to a part. */
function addProbabilities(part: Part, logits: Float32Array): void {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  logits.forEach((logit, k) => {
    const logProbability = logit - largest - logSum;
    const probability = Math.exp(logProbability);
    part.probabilities[k]! += probability;
    if (probability > 0) part.negativeEntropy += probability * logProbability;
  });
  if (Number.isNaN(logSum)) part.negativeEntropy = NaN;
}

/** Exponential of the mean of `Σ p log (p / mean p)`. */
function scoreOf({ count, negativeEntropy, probabilities }: Part): number {
  const ofMean = probabilities.reduce(
    (sum, total) => sum + (total > 0 ? (total / count) * Math.log(total / count) : 0),
    0,
  );
  return Math.exp(negativeEntropy / count - ofMean);
}
