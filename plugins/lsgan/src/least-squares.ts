import { definePlugin, ndarray, sizeOf } from "@tweedie/core";
import { addNoise, squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs";
import { z } from "zod";
import { logit } from "./output/logit.ts";

/** `½(D - label)²`: `[b]`. */
const half = (marks: Tensor, label: number): Tensor => squaredNorm(marks.sub(label)).mul(0.5);

/**
 * The least-squares GAN, on noised samples:
 *
 *     critic   ½(D(x) - b)² + ½(D(g) - a)²,    student   ½(D(g) - c)²
 *
 * The best critic is `(b p + a q) / (p + q)` of the data's density p and the student's q. Where `b - c = 1` and `b - a = 2`, the student
 * minimises against it the Pearson χ² divergence of 2q from p + q. Mao et al., arXiv 1611.04076, section 3.
 *
 * In value only: training holds the critic, and near the data its gradient is `(c - (a + b) / 2) (b - a) / 4` times that of the reverse
 * Kullback-Leibler divergence. So 0, 1, 1 draws the student to the data, and the labels of the χ² divergence do not to first order.
 */
export default definePlugin({
  role: "loss",
  summary: "least-squares GAN: a critic against real samples, no teacher",
  options: z
    .strictObject({
      a: z.number().default(0).describe("mark that the critic gives generated samples"),
      b: z.number().default(1).describe("mark that the critic gives real samples"),
      c: z.number().default(1).describe("mark that the student wants"),
    })
    .refine(
      ({ a, b, c }) => (c - (a + b) / 2) * (b - a) >= 0,
      "the student flees the data where c is nearer to a than to b",
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
