import { definePlugin, type FakeScoreOutput, sizeOf } from "@tweedie/core";
import { noisedStd, sigmaOf } from "@tweedie/diffusion";
import { embeddingOption, fourierEmbedding, mlpSizeOptions, residualMlp } from "@tweedie/networks";
import { z } from "zod";

/** The discriminator's output for each sample: `[b, 1]`. */
export const logit: FakeScoreOutput = { name: "logit", size: 1 };

/**
 * A discriminator of noised samples: a residual MLP with one output, conditioned on the noise level.
 *
 * The time law determines the noise of its input: none at a small fixed level, instance noise at a larger one (Sønderby et al.,
 * arXiv 1610.04490), the input of Diffusion-GAN's discriminator with many levels (Wang et al., arXiv 2206.02262).
 */
export default definePlugin({
  role: "fakeScore",
  summary: "A discriminator of noised samples, with one output per sample (LSGAN)",
  aliases: ["discriminator"],
  options: z.strictObject({
    ...mlpSizeOptions,
    embedding: embeddingOption,
    activation: z.enum(["silu", "softplus"]).default("silu").describe("Activation function."),
  }),
  uses: ["data"],
  create({ embedding, ...size }, { shape, sigmaData }) {
    const inputs = sizeOf(shape);
    const net = residualMlp({ inputs, outputs: 1, condition: embedding, ...size });
    return {
      output: logit,
      init: (random) => net.init(random),
      epsilon(params, xt, level) {
        const x = xt.div(noisedStd(level, sigmaData)).reshape([-1, inputs]); // unit variance
        return net.forward(params, x, fourierEmbedding(sigmaOf(level).log().div(4), embedding)); // [b, 1]
      },
    };
  },
});
