import { definePlugin, ndarray, type NoisedBatch, sizeOf, tf } from "@tweedie/core";
import { addNoise, epsFromScore, squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs";
import { z } from "zod";
import { energies, fakeEnergy, realEnergy } from "./output/energies.ts";

/** Denoising score matching of an energy η, `|-betaBar ∇η(xt) - eps|²`: `[b]`. */
const scoreMatching = (energy: (xt: Tensor) => Tensor, { xt, eps, level }: NoisedBatch): Tensor =>
  squaredNorm(epsFromScore(tf.grad((x) => energy(x).sum())(xt), level).sub(eps));

/**
 * Denoising density estimators: the student minimises `η_fake(xt) - η_real(xt)`, the reverse Kullback-Leibler divergence of noised laws,
 * and the energies learn by denoising score matching, the student's on its samples and the data's on real ones.
 *
 * Held constant, the student's energy adds nothing to the gradient of the mean: `E ∂ log p = 0`. No teacher is asked.
 * Bigdeli et al., arXiv 2001.02728.
 */
export default definePlugin({
  role: "loss",
  summary: "reverse KL by two energies, both learned here (DDE)",
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
