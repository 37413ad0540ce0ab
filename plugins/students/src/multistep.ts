import { definePlugin, type Denoiser, type Params, type Student, tf } from "@tweedie/core";
import {
  type DenoiseAt,
  guidanceEvaluations,
  guidedDenoiser,
  levelOf,
  levelsInSteps,
  modelDenoiser,
  renoised,
  renoisedInTurn,
  renoisedToExit,
  x0FromEps,
} from "@tweedie/diffusion";
import { adapterOptions, initOption, modelNetwork, ownNetworkOption } from "@tweedie/networks";
import { z } from "zod";
import { drawExits, exitLaw } from "./steps/exits.ts";

const levels = z
  .array(z.number().positive())
  .min(1)
  .max(64)
  .refine((sigmas) => sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1]!), {
    error: "the noise levels must decrease",
  });

const options = z
  .strictObject({
    init: initOption,
    steps: z
      .int()
      .positive()
      .max(64)
      .nullish()
      .describe(
        "Number of steps: 4 unless `levels` is set. Their levels are evenly spaced in the time of a rectified flow.",
      )
      .meta({ default: 4 }),
    sigmaInit: z
      .number()
      .positive()
      .nullish()
      .describe("Noise-to-signal ratio of the first step: 2.5 unless `levels` is set.")
      .meta({ default: 2.5 }),
    levels: levels
      .nullish()
      .describe("Noise-to-signal ratio of each step, instead of `steps` and `sigmaInit`.")
      .meta({ example: [2.5, 0.8, 0.3] }),
    exit: exitLaw,
    adapter: adapterOptions.optional(),
    network: ownNetworkOption,
  })
  .refine(({ steps, sigmaInit, levels }) => levels == null || (steps == null && sigmaInit == null), {
    path: ["levels"],
    error: "`levels` states the steps and their noise: remove `steps` and `sigmaInit`, or set them to null",
  });

/**
 * The teacher's network as a generator in several steps: `x_1 = D(sigma_1 z_1, sigma_1)`, `x_k = D(x_{k-1} + sigma_k z_k, sigma_k)`.
 *
 * The latent contains the noise of all steps. In training a sample is that of a random step k, and the gradient flows through step k
 * alone, so that the mixture of all `x_k` is matched to the data. Few-step SiD, arXiv 2505.12674; backward simulation of DMD2, arXiv
 * 2405.14867, section 4.5.
 */
export default definePlugin({
  role: "student",
  summary: "Several steps of denoising with new noise between them, trained at a random step",
  aliases: ["few-step", "consistency"],
  options,
  uses: ["network", "teacher"],
  create({ steps, sigmaInit, levels, exit, ...initial }, network, teacher) {
    const { network: adapted, model } = modelNetwork(initial, { network, teacher, where: "student" });
    const { shape, sigmaData } = teacher;
    const trained = levels ?? levelsInSteps([sigmaInit ?? 2.5], steps ?? 4, sigmaData);
    const inSteps = (denoiser: Denoiser, sigmas: readonly number[], each = 1): Student => {
      const count = sigmas.length;
      const denoise = (params: Params) => denoiseWith(denoiser, params);
      return {
        ...model,
        classes: adapted.classes,
        latentShape: [count, ...shape],
        evaluations: count * each,
        generate: (params, z, label) => renoised(denoise(params), sigmas, { z, label }),
        steps: {
          count,
          withCount: (other) => inSteps(denoiser, levelsInSteps(trained, other, sigmaData), each),
          withGuidance: (scale) => inSteps(guidedDenoiser(denoiser, scale), sigmas, guidanceEvaluations(scale)),
          draws: (streams, samples) => drawExits(exit, streams, { count: samples, steps: count }),
          generate(params, { z, label, draws, weights }) {
            const denoisers = { before: denoise(weights), last: denoise(params) };
            const inTurn = exit === "even" && z.shape[0]! % count === 0;
            if (inTurn) return renoisedInTurn(denoisers, sigmas, { z, label });
            return renoisedToExit(denoisers, sigmas, { z, label, exits: draws["exits"]! });
          },
        },
      };
    };
    return inSteps(modelDenoiser(adapted, teacher), trained);
  },
});

const denoiseWith =
  (denoiser: Denoiser, params: Params): DenoiseAt =>
  (xt, sigma, label) => {
    const level = levelOf(tf.ones(sigma.shape), sigma, xt.rank);
    return x0FromEps(denoiser.epsilon(params, xt, level, label), xt, level);
  };
