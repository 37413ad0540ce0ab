import { definePlugin, sizeOf } from "@tweedie/core";
import { residualMlp } from "@tweedie/networks";
import { z } from "zod";

/**
 * A generator that owes nothing to the teacher: a residual MLP from a latent of any size.
 *
 * Its output is multiplied by the data's standard deviation, so its first samples have the data's scale.
 */
export default definePlugin({
  role: "student",
  summary: "A residual MLP from a latent of its own size, begun at random",
  options: z.strictObject({
    width: z.int().positive().max(8_192).default(128).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(3).describe("residual blocks, of two weight matrices each"),
    latent: z
      .int()
      .positive()
      .max(65_536)
      .optional()
      .describe("size of the latent; as many as a sample has elements if left out"),
    activation: z.enum(["silu", "softplus"]).default("silu"),
  }),
  uses: ["data"],
  create({ latent, ...size }, { shape, sigmaData }) {
    const outputs = sizeOf(shape);
    const inputs = latent ?? outputs;
    const net = residualMlp({ inputs, outputs, ...size });
    return {
      latentShape: [inputs],
      init: (random) => net.init(random),
      generate: (params, z) =>
        net
          .forward(params, z)
          .mul(sigmaData)
          .reshape([-1, ...shape]),
    };
  },
});
