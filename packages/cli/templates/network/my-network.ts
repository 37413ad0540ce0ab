import { definePlugin, sizeOf } from "@tweedie/core";
import { fourierEmbedding, residualMlp } from "@tweedie/networks";
import { z } from "zod";

/** What teachers and fake scores compute with. To begin with it is a residual MLP that sees the noise level as Fourier features. */
export default definePlugin({
  role: "network",
  summary: "a residual MLP over flattened samples",
  options: z.strictObject({
    width: z.int().positive().max(8192).default(64).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(2).describe("residual blocks"),
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
