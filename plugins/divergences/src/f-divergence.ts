import { definePlugin, ndarray, sizeOf } from "@tweedie/core";
import { addNoise, detach, squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { reverseKlLoss } from "./gradients/reverse-kl.ts";
import { logRatioOf, noiseAndRatio, noiseOf } from "./outputs/noise-and-ratio.ts";

/** `h(r) = f''(r) r²` of the divergences. The comments are their f. */
const ratioWeights = {
  /** `-ln r`. */
  "reverse-kl": (r) => r.onesLike(),
  /** `(r + 1) ln(½ + 1 / 2r)`. */
  "softened-reverse-kl": (r) => r.add(1).reciprocal(),
  /** `r ln r - (r + 1) ln((r + 1) / 2)`. */
  "jensen-shannon": (r) => r.div(r.add(1)),
  /** `1 - √r`. */
  "squared-hellinger": (r) => r.sqrt().mul(0.25),
  /** `r ln r`. */
  "forward-kl": (r) => r,
  /** `(r - 1) ln r`. */
  jeffreys: (r) => r.add(1),
  /** `(r - 1)² / 2r`. */
  neyman: (r) => r.reciprocal(),
} satisfies Record<string, (r: Tensor) => Tensor>;

export type FDivergence = keyof typeof ratioWeights;
export const fDivergences = Object.keys(ratioWeights) as [FDivergence, ...FDivergence[]];

/**
 * Gradient of an f-divergence `E_q f(r)` with `r = p / q` of the noised data p and the student's noised samples q:
 *
 *     ∇_θ E_q f(p / q)  =  -E h(r) <∇ln r(xt), ∂_θ xt>  =  E h(r) <(ε_φ - ε_ψ) / sigma, ∂_θ xg>,    h(r) = f''(r) r²
 *
 * so each divergence is a weight of the samples in the reverse KL divergence's gradient, for which h = 1. As there, the gradient at constant
 * ε_ψ and r is exact. The loss is `h(r) <(ε_φ - ε_ψ) / sigma, xg>` with all but xg held constant.
 *
 * r is the exponential of a discriminator's logit D(xt), trained on real samples beside the fake score:
 *
 *     |ε_ψ(xt) - ε|²  +  ln(1 + exp D(xt))  +  ln(1 + exp -D(real))
 *
 * The published code has the discriminator on the teacher's features, adds an adversarial loss, and divides h by its mean over the batch
 * (`normalize`). Xu et al., f-distill, arXiv 2502.15681, theorem 1 and table 1.
 */
export default definePlugin({
  role: "loss",
  summary:
    "Gradient of an f-divergence: that of the reverse KL, weighted by a function of the density ratio (f-distill)",
  options: z
    .strictObject({
      divergence: z.enum(fDivergences).default("jensen-shannon").describe("Divergence of student and data."),
      min: z.number().positive().default(0.1).describe("Smallest density ratio; smaller ones are set to it."),
      max: z.number().positive().default(20).describe("Largest density ratio; larger ones are set to it."),
      normalize: z
        .boolean()
        .default(false)
        .describe("Divides the weights by their mean over the batch, as in f-distill's code."),
    })
    .refine(({ min, max }) => min < max, "`min` must be smaller than `max`"),
  uses: ["data"],
  create: ({ divergence, min, max, normalize }, data) => ({
    fakeScoreOutput: noiseAndRatio(data.shape),
    batchStatistics: normalize,
    draws: (random, count) => ({
      real: data.sample(random.child("real"), count),
      eps: ndarray([count, ...data.shape], random.child("eps").normal(count * sizeOf(data.shape))),
    }),
    student({ xg, epsTeacher, epsFake, level }) {
      const ratio = logRatioOf(epsFake).clipByValue(Math.log(min), Math.log(max)).exp();
      const h = ratioWeights[divergence](ratio); // [b]
      const weight = detach(normalize ? h.div(h.mean().add(1e-6)) : h);
      return reverseKlLoss({ xg, epsTeacher, epsFake: noiseOf(epsFake, xg), level }).mul(weight);
    },
    fakeScore({ eps, level, epsFake, fakeScore, draws }) {
      const real = fakeScore(addNoise(draws["real"]!, draws["eps"]!, level), level);
      const logistic = logRatioOf(epsFake).softplus().add(logRatioOf(real).neg().softplus());
      return squaredNorm(noiseOf(epsFake, eps).sub(eps)).add(logistic);
    },
  }),
});
