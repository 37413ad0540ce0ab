import { definePlugin, sizeOf } from "@tweedie/core";
import { mlpSizeOptions, residualMlp } from "@tweedie/networks";
import { z } from "zod";

/**
 * A generator independent of the teacher's network: a residual MLP from a latent of any size.
 *
 * Its output is multiplied by the data's standard deviation, so initial samples have the scale of the data.
 */
export default definePlugin({
  role: "student",
  summary: "A residual MLP from a latent of any size, randomly initialised",
  options: z.strictObject({
    ...mlpSizeOptions,
    latent: z
      .int()
      .positive()
      .max(65_536)
      .optional()
      .describe("Size of the latent; the number of elements of a sample if left out.")
      .meta({ example: 64 }),
    activation: z.enum(["silu", "softplus"]).default("silu").describe("Activation function."),
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
