import { definePlugin, type NDArray } from "@tweedie/core";
import { z } from "zod";

/**
 * Metrics of the classes that a classifier predicts; the most probable class of each sample counts.
 *
 * - `accuracy`, for class-conditional models: fraction of samples that are classified as the class they were generated for;
 * - `certain`: fraction of samples whose class probability is at least `certainty`, which is rarely so for samples unlike the data;
 * - `classError`: total variation between the class frequencies of samples and reference, `½ Σ |frequency - frequency'|`.
 *
 * Two samples of n and m points from one distribution with class probabilities p_k have an expected `classError` of about
 * `Σ sqrt(p_k (1 - p_k) (1/n + 1/m) / (2 π))`.
 */
export default definePlugin({
  role: "metric",
  summary: "Fraction of confidently classified samples, error of the class frequencies, and class accuracy",
  options: z.strictObject({
    certainty: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.9)
      .describe("Class probability from which a sample counts as confidently classified."),
  }),
  uses: ["teacher"],
  create: ({ certainty }, teacher) => ({
    input: "classes",
    goals: {
      ...(teacher.classes !== undefined && { accuracy: "maximize" }),
      certain: "maximize",
      classError: "minimize",
    },
    measure(samples, reference, _, label) {
      const classes = samples.shape[1]!;
      const predictions = predictionsOf(samples);
      const [found, expected] = [frequenciesOf(predictions, classes), frequenciesOf(predictionsOf(reference), classes)];
      return {
        ...(label && {
          accuracy:
            predictions.filter((prediction, i) => prediction.label === label.data[i]).length / predictions.length,
        }),
        certain: predictions.filter(({ probability }) => probability >= certainty).length / predictions.length,
        classError: found.reduce((sum, frequency, k) => sum + Math.abs(frequency - expected[k]!) / 2, 0),
      };
    },
  }),
});

/** The most probable class of a sample, and its probability. */
interface Prediction {
  readonly label: number;
  readonly probability: number;
}

/** Predictions of class logits `[n, classes]`. The label of a sample without finite logits is -1. */
function predictionsOf({ shape, data }: NDArray): Prediction[] {
  const [count = 0, classes = 0] = shape;
  return Array.from({ length: count }, (_, i) => {
    const logits = data.subarray(i * classes, (i + 1) * classes);
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    return { label: logits.indexOf(largest), probability: 1 / sum };
  });
}

/** Frequency of each class: `[classes]`. */
function frequenciesOf(predictions: readonly Prediction[], classes: number): number[] {
  const frequencies = new Array<number>(classes).fill(0);
  for (const { label } of predictions) if (label >= 0) frequencies[label]! += 1 / predictions.length;
  return frequencies;
}
