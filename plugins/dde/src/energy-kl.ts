import { definePlugin, ndarray, type NoisedBatch, sizeOf, tf } from "@tweedie/core";
import { addNoise, epsFromScore, squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { energies, fakeEnergy, realEnergy } from "./energies.ts";

/** Denoising score matching of an energy η, `|-betaBar ∇η(xt) - eps|²`: `[b]`. */
const scoreMatching = (energy: (xt: Tensor) => Tensor, { xt, eps, level }: NoisedBatch): Tensor =>
  squaredNorm(epsFromScore(tf.grad((x) => energy(x).sum())(xt), level).sub(eps));

/**
 * Denoising density estimators: the student minimises `η_fake(xt) - η_real(xt)`, the reverse Kullback-Leibler divergence of the noised
 * distributions. Denoising score matching trains the student's energy on generated samples and the data's energy on real samples.
 *
 * The student's energy is held constant, which does not change the mean gradient, because `E ∂ log p = 0`. The teacher is not used.
 * Bigdeli et al., arXiv 2001.02728.
 */
export default definePlugin({
  role: "loss",
  summary: "Reverse KL divergence as a difference of two energies, without a teacher (DDE)",
  aliases: ["dde"],
  options: z.strictObject({}),
  uses: ["data"],
  create: (_, data) => ({
    fakeScoreOutput: energies,
    draws: (random, count) => ({
      real: data.sample(random.child("real"), count),
      eps: ndarray([count, ...data.shape], random.child("eps").normal(count * sizeOf(data.shape))),
    }),
    student: ({ epsFake }) => fakeEnergy(epsFake).sub(realEnergy(epsFake)),
    fakeScore({ xt, eps, level, fakeScore, draws }) {
      const ofFake = scoreMatching((x) => fakeEnergy(fakeScore(x, level)), { xt, eps, level });
      const real = { xt: addNoise(draws["real"]!, draws["eps"]!, level), eps: draws["eps"]!, level };
      return ofFake.add(scoreMatching((x) => realEnergy(fakeScore(x, level)), real));
    },
  }),
});
