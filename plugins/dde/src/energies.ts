import { definePlugin, type FakeScoreOutput, type Level, nest, type Params, sizeOf, tf, under } from "@tweedie/core";
import { noisedStd, sigmaOf, squaredNorm } from "@tweedie/diffusion";
import {
  type Activation,
  activations,
  embeddingOption,
  fourierEmbedding,
  mlpSizeOptions,
  residualMlp,
} from "@tweedie/networks";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";

/** Log densities of a noised sample under the student's distribution and under the data's, each up to a constant: `[b, 2]`. */
export const energies: FakeScoreOutput = { name: "energies", size: 2 };

/** The student's energy: `[b]`. */
export const fakeEnergy = (output: Tensor): Tensor => output.slice([0, 0], [-1, 1]).flatten();

/** The data's energy: `[b]`. */
export const realEnergy = (output: Tensor): Tensor => output.slice([0, 1], [-1, 1]).flatten();

/**
 * Two scalar networks, the log densities η of noised samples under the student's distribution and the data's. Their gradients are the scores.
 *
 *     η(xt) = -|xt|² / 2s²  +  (alphaBar sigmaData / betaBar) net(xt / s, ln(sigma) / 4),    s² = betaBar² + (alphaBar sigmaData)²
 *
 * so that `-betaBar ∇η` is EDM's denoiser with the network F = ∇net. Both networks start equal, so the student's first gradient is zero.
 * Bigdeli et al., arXiv 2001.02728.
 */
export default definePlugin({
  role: "fakeScore",
  summary: "Two scalar energies, the student's and the data's, whose gradients are the scores (DDE)",
  options: z.strictObject({
    ...mlpSizeOptions,
    embedding: embeddingOption,
    activation: z
      .enum(Object.keys(activations) as Activation[])
      .default("softplus")
      .describe("Activation function."),
  }),
  uses: ["data"],
  create({ embedding, ...size }, { shape, sigmaData }) {
    const inputs = sizeOf(shape);
    // No output bias: a constant of the energy changes no score and would get no gradient.
    const net = residualMlp({ inputs, outputs: 1, condition: embedding, gain: 0, outputBias: false, ...size });

    const energy = (params: Params, xt: Tensor, level: Level): Tensor => {
      const sigma = sigmaOf(level).reshape([-1, 1]);
      const x = xt.div(noisedStd(level, sigmaData)).reshape([-1, inputs]);
      const y = net.forward(params, x, fourierEmbedding(sigma.log().div(4), embedding)); // [b, 1]
      return y.mul(sigmaData).div(sigma).sub(squaredNorm(x).mul(0.5).expandDims(1));
    };
    return {
      output: energies,
      init(random) {
        const first = net.init(random);
        return { ...nest("fake", first), ...nest("real", first) };
      },
      epsilon: (params, xt, level) =>
        tf.concat(
          ["fake", "real"].map((name) => energy(under(name, params), xt, level)),
          1,
        ),
    };
  },
});
