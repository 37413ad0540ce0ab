import { definePlugin, sizeOf } from "@tweedie/core";
import { fourierEmbedding, residualMlp } from "@tweedie/networks";
import { z } from "zod";

/** The network of teacher and fake score. This example is a residual MLP, conditioned on Fourier features of the noise level. */
export default definePlugin({
  role: "network",
  summary: "residual MLP of flattened samples",
  options: z.strictObject({
    width: z.int().positive().max(8192).default(64).describe("width of each hidden layer"),
    depth: z.int().positive().max(64).default(2).describe("number of residual blocks"),
  }),
  uses: ["data"],
  create({ width, depth }, { shape }) {
    const size = sizeOf(shape);
    const features = 16;
    const net = residualMlp({ inputs: size, outputs: size, width, depth, activation: "silu", condition: features });
    return {
      shape,
      init: (random) => net.init(random),
      forward(params, x, noise) {
        const y = net.forward(params, x.reshape([-1, size]), fourierEmbedding(noise, features)); // [b, size]
        return y.reshape([-1, ...shape]);
      },
    };
  },
});
