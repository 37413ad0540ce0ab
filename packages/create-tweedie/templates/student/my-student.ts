import { definePlugin, sizeOf } from "@tweedie/core";
import { residualMlp } from "@tweedie/networks";
import { z } from "zod";

/** The one-step generator: maps a standard normal latent to a sample. This example is a residual MLP. */
export default definePlugin({
  role: "student",
  summary: "residual MLP with random initial weights",
  options: z.strictObject({
    width: z.int().positive().max(8192).default(64).describe("width of each hidden layer"),
    depth: z.int().positive().max(64).default(2).describe("number of residual blocks"),
  }),
  uses: ["data"],
  create({ width, depth }, { shape, sigmaData }) {
    const size = sizeOf(shape);
    const net = residualMlp({ inputs: size, outputs: size, width, depth, activation: "silu" });
    return {
      latentShape: [size],
      init: (random) => net.init(random),
      generate(params, z) {
        const xg = net.forward(params, z).mul(sigmaData); // [b, size]
        return xg.reshape([-1, ...shape]);
      },
    };
  },
});
