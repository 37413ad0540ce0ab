import { definePlugin, type NDArray, summaryMetric } from "@tweedie/core";
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
  aliases: ["accuracy"],
  options: z.strictObject({
    certainty: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.9)
      .describe("Class probability from which a sample counts as confidently classified."),
  }),
  uses: ["teacher"],
  create: ({ certainty }, teacher) =>
    summaryMetric({
      input: "classes",
      goals: {
        ...(teacher.classes !== undefined && { accuracy: "maximize" }),
        certain: "maximize",
        classError: "minimize",
      },
      descriptions: {
        ...(teacher.classes !== undefined && {
          accuracy: { title: "samples of the class asked for", unit: "fraction of the samples" },
        }),
        certain: { title: "confidently classified samples", unit: "fraction of the samples" },
        classError: { title: "error of the class frequencies", unit: "total variation" },
      },
      start: (count) => countClasses(count, certainty),
      compare: (samples, reference) => ({
        ...(samples.labelled && { accuracy: samples.correct / samples.count }),
        certain: samples.certain / samples.count,
        classError: samples.frequencies.reduce(
          (sum, frequency, k) => sum + Math.abs(frequency - reference.frequencies[k]!) / 2,
          0,
        ),
      }),
    }),
});

/** Counts the predictions of `count` samples. */
function countClasses(count: number, certainty: number) {
  return {
    count,
    /** Frequency of each class: `[classes]`. */
    frequencies: [] as number[],
    certain: 0,
    correct: 0,
    labelled: false,
    add({ shape: [batch = 0, classes = 0], data }: NDArray, label?: NDArray): void {
      if (this.frequencies.length === 0) this.frequencies = new Array<number>(classes).fill(0);
      if (label) this.labelled = true;
      for (let i = 0; i < batch; i++) {
        const predicted = predict(data.subarray(i * classes, (i + 1) * classes));
        if (predicted.label >= 0) this.frequencies[predicted.label]! += 1 / count;
        if (predicted.probability >= certainty) this.certain++;
        if (label && predicted.label === label.data[i]) this.correct++;
      }
    },
  };
}

/** The most probable class of logits `[classes]`, and its probability. The label is -1 without finite logits. */
function predict(logits: Float32Array): { readonly label: number; readonly probability: number } {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const sum = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return { label: logits.indexOf(largest), probability: 1 / sum };
}
