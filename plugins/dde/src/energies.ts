import { definePlugin, type Level, nest, type Params, sizeOf, tf, under } from "@tweedie/core";
import { noisedStd, sigmaOf, squaredNorm } from "@tweedie/diffusion";
import { fourierEmbedding, residualMlp, twiceDifferentiable } from "@tweedie/networks";
import type { Tensor } from "@tensorflow/tfjs";
import { z } from "zod";
import { energies } from "./output/energies.ts";

const unsafe = ({ input }: { readonly input?: unknown }) =>
  `expected ${twiceDifferentiable.join(", ")}, got \`${String(input)}\`: the score is the energy's gradient, and its training differentiates twice, ` +
  "which TensorFlow.js gets silently wrong through sigmoid (so silu), tanh, exp and elu";

/**
 * Two scalar networks, the noised log densities η of the student and of the data. Their gradients are the scores.
 *
 *     η(xt) = -|xt|² / 2s²  +  (alphaBar sigmaData / betaBar) net(xt / s, ln(sigma) / 4),    s² = betaBar² + (alphaBar sigmaData)²
 *
 * so that `-betaBar ∇η` is EDM's denoiser whose network F is ∇net. Both begin alike: a student that is right from the start is then
 * left in peace. Bigdeli et al., arXiv 2001.02728.
 */
export default definePlugin({
  role: "fakeScore",
  summary: "Two scalar energies, the student's and the data's: scores are their gradients (DDE)",
  options: z.strictObject({
    width: z.int().positive().max(8_192).default(128).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(3).describe("residual blocks, of two weight matrices each"),
    embedding: z.int().positive().max(1_024).multipleOf(2).default(16).describe("Fourier features of the noise"),
    activation: z.enum(twiceDifferentiable, { error: unsafe }).default("softplus"),
  }),
  uses: ["data"],
  create({ embedding, ...size }, { shape, sigmaData }) {
    const inputs = sizeOf(shape);
    // An energy's constant is nobody's: no score depends on it, and no gradient would reach it.
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
