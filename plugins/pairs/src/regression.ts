import { definePlugin, mapParams, type NetworkExtractor, pluginOption, sizeOf, tf, TweedieError } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";

const options = z.strictObject({
  count: z
    .int()
    .positive()
    .max(2 ** 22)
    .default(10_000)
    .describe("Number of pairs."),
  sampler: z
    .enum(["heun", "heun-euler", "dpmpp-2m", "euler"])
    .default("heun")
    .describe("Deterministic sampler of the teacher. dpmpp-2m: DPM-Solver++ (2M)."),
  steps: z
    .int()
    .positive()
    .max(1000)
    .default(18)
    .describe("Steps of the sampler, from EDM's highest noise level to 0."),
  seed: z.int().nonnegative().default(0).describe("Seed of the latents. Runs with other seeds have the same pairs."),
  distance: z
    .enum(["l2", "huber"])
    .default("l2")
    .describe(
      "Distance of a sample y from its target: |y|² or the pseudo-Huber distance, sqrt(|y|² + n c²) - c sqrt(n).",
    ),
  c: z
    .number()
    .positive()
    .default(0.03)
    .describe("Root-mean-square difference per element at which the Huber distance changes from quadratic to linear."),
  features: pluginOption("extractor")
    .optional()
    .describe("Extractor of features that are compared in place of the elements. Default: none.")
    .meta({ example: "extractors/digits" }),
});

/**
 * Regression on pairs of latents z and the samples x(z) that the teacher's probability-flow ODE makes of them:
 *
 *     E D(F(g(z)) - F(x(z)))
 *
 * with the distance D = |y|², or the pseudo-Huber distance, and features F, by default the sample itself. The minimiser of the squared
 * distance is g = x where the student can represent it, and elsewhere the best approximation in the mean, which is blurred. The student
 * reads neither the noise nor the fake score. Luhman and Luhman, arXiv 2101.02388, eq. 6; the Huber distance is that of Song and Dhariwal,
 * arXiv 2310.14189, eq. 7; DMD adds such a term with LPIPS features, arXiv 2311.18828, eq. 9.
 */
export default definePlugin({
  role: "loss",
  summary: "Regression on pairs of latents and the teacher's samples, which are made once",
  aliases: ["knowledge-distillation", "kd"],
  options,
  create({ count, sampler, steps, seed, distance, c, features }) {
    const extract = features && featuresOf(features);
    return {
      appliesWeighting: true, // it has no noise level to weight
      readsFakeScore: false,
      pairs: { count, sampler, steps, seed },
      student({ xg, target }) {
        const [y, x] = extract ? [extract(xg), extract(target!)] : [xg, target!];
        const squared = squaredNorm(y.sub(x)); // [b]
        if (distance === "l2") return squared;
        const scale = c * Math.sqrt(sizeOf(y.shape.slice(1)));
        return squared
          .add(scale ** 2)
          .sqrt()
          .sub(scale);
      },
    };
  },
});

/** Features of samples. @throws TweedieError for an extractor of which there is no gradient */
function featuresOf({ use, object }: { readonly use: string; readonly object: object }): (x: Tensor) => Tensor {
  if (!("extract" in object)) {
    const what = `\`${use}\` is a file that has no gradient`;
    throw new TweedieError({
      where: "loss.features",
      what,
      fix: "use an extractor that is a network of Tweedie, such as `extractors/digits`",
    });
  }
  const extractor = object as NetworkExtractor;
  let weights: ReturnType<NetworkExtractor["weights"]> | undefined;
  return (x) => {
    weights ??= extractor.weights();
    return extractor.extract(
      mapParams(weights, ({ shape, data }) => tf.tensor(data, [...shape])),
      x,
    ).features;
  };
}
