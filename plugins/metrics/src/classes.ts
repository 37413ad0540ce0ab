import { definePlugin, type NDArray } from "@tweedie/core";
import { z } from "zod";

/**
 * What a classifier makes of samples, each of which is of its most probable class:
 *
 * - `accuracy`, where the game has classes: share of the samples of the class that they were asked for;
 * - `certain`: share of the samples of whose class it is as good as certain. Of what is no digit it seldom is;
 * - `classError`: total variation between the classes' shares of the samples and of the reference, `½ Σ |share - share'|`.
 *
 * Two samples of one law with classes p_k have a `classError` of about `Σ sqrt(p_k (1 - p_k) (1/n + 1/m) / (2 π))`.
 */
export default definePlugin({
  role: "metric",
  summary: "Samples that a classifier is certain of, and the balance of their classes",
  options: z.strictObject({
    certainty: z.number().gt(0).lt(1).default(0.9).describe("probability from which on the classifier is certain"),
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
      const opinions = opinionsOf(samples);
      const [shares, expected] = [sharesOf(opinions, classes), sharesOf(opinionsOf(reference), classes)];
      return {
        ...(label && {
          accuracy: opinions.filter((opinion, i) => opinion.label === label.data[i]).length / opinions.length,
        }),
        certain: opinions.filter(({ probability }) => probability >= certainty).length / opinions.length,
        classError: shares.reduce((sum, share, k) => sum + Math.abs(share - expected[k]!) / 2, 0),
      };
    },
  }),
});

/** The most probable class of a sample, and its probability. */
interface Opinion {
  readonly label: number;
  readonly probability: number;
}

function opinionsOf({ shape, data }: NDArray): Opinion[] {
  const [count = 0, classes = 0] = shape;
  return Array.from({ length: count }, (_, i) => {
    const logits = data.subarray(i * classes, (i + 1) * classes);
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    return { label: logits.indexOf(largest), probability: 1 / sum };
  });
}

/** Share of each class. */
function sharesOf(opinions: readonly Opinion[], classes: number): number[] {
  const shares = new Array<number>(classes).fill(0);
  for (const { label } of opinions) if (label >= 0) shares[label]! += 1 / opinions.length;
  return shares;
}
