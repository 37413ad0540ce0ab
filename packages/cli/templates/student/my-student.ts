import { definePlugin, sizeOf } from "@tweedie/core";
import { residualMlp } from "@tweedie/networks";
import { z } from "zod";

/** Makes a sample of a standard normal latent, in one step. To begin with it is a residual MLP. */
export default definePlugin({
  role: "student",
  summary: "a residual MLP, begun at random",
  options: z.strictObject({
    width: z.int().positive().max(8192).default(64).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(2).describe("residual blocks"),
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
