import { definePlugin, sizeOf } from "@tweedie/core";
import { noisedStd, sigmaOf } from "@tweedie/diffusion";
import { fourierEmbedding, residualMlp } from "@tweedie/networks";
import { z } from "zod";
import { logit } from "./output/logit.ts";

/**
 * A residual MLP that marks noised samples, told the noise level.
 *
 * The time law says which samples it sees: at one small level clean ones, at a larger one those with instance noise (Sønderby et al.,
 * arXiv 1610.04490), under a law over many what Diffusion-GAN's discriminator sees (Wang et al., arXiv 2206.02262).
 */
export default definePlugin({
  role: "fakeScore",
  summary: "A critic: one mark for each noised sample",
  options: z.strictObject({
    width: z.int().positive().max(8_192).default(128).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(3).describe("residual blocks, of two weight matrices each"),
    embedding: z.int().positive().max(1_024).multipleOf(2).default(16).describe("Fourier features of the noise"),
    activation: z.enum(["silu", "softplus"]).default("silu"),
  }),
  uses: ["data"],
  create({ embedding, ...size }, { shape, sigmaData }) {
    const inputs = sizeOf(shape);
    const net = residualMlp({ inputs, outputs: 1, condition: embedding, ...size });
    return {
      output: logit,
      init: (random) => net.init(random),
      epsilon(params, xt, level) {
        const x = xt.div(noisedStd(level, sigmaData)).reshape([-1, inputs]); // of unit variance
        return net.forward(params, x, fourierEmbedding(sigmaOf(level).log().div(4), embedding)); // [b, 1]
      },
    };
  },
});
