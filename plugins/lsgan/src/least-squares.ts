import { definePlugin, ndarray, sizeOf } from "@tweedie/core";
import { addNoise, squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { logit } from "./critic.ts";

/** `½(D - label)²`: `[b]`. */
const half = (output: Tensor, label: number): Tensor => squaredNorm(output.sub(label)).mul(0.5);

/**
 * Least-squares GAN on noised samples, with discriminator D:
 *
 *     discriminator   ½(D(x) - b)² + ½(D(g) - a)²,    student   ½(D(g) - c)²
 *
 * The optimal discriminator is `(b p + a q) / (p + q)` for the data's density p and the student's density q. With `b - c = 1` and
 * `b - a = 2` the student's loss against it is the Pearson χ² divergence of 2q from p + q. Mao et al., arXiv 1611.04076, section 3.
 *
 * This holds for the value only. Training holds D constant, and near the data the gradient at constant D is
 * `(c - (a + b) / 2) (b - a) / 4` times that of the reverse Kullback-Leibler divergence: positive for the labels 0, 1, 1, and zero to first
 * order for the labels of the χ² divergence.
 */
export default definePlugin({
  role: "loss",
  summary: "Least-squares GAN: a discriminator trained on real samples, no teacher",
  aliases: ["gan"],
  options: z
    .strictObject({
      a: z.number().default(0).describe("Target output of the discriminator for generated samples."),
      b: z.number().default(1).describe("Target output of the discriminator for real samples."),
      c: z.number().default(1).describe("Output of the discriminator that the student aims at."),
    })
    .refine(
      ({ a, b, c }) => (c - (a + b) / 2) * (b - a) >= 0,
      "c must not be nearer to a than to b: the gradient would lead the student away from the data",
    ),
  uses: ["data"],
  create: ({ a, b, c }, data) => ({
    fakeScoreOutput: logit,
    draws: (random, count) => ({
      real: data.sample(random.child("real"), count),
      eps: ndarray([count, ...data.shape], random.child("eps").normal(count * sizeOf(data.shape))),
    }),
    student: ({ epsFake }) => half(epsFake, c),
    fakeScore({ epsFake, level, fakeScore, draws }) {
      const real = fakeScore(addNoise(draws["real"]!, draws["eps"]!, level), level);
      return half(real, b).add(half(epsFake, a));
    },
  }),
});
