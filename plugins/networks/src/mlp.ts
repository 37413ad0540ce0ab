import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, embeddingOption, mlp, mlpSizeOptions } from "@tweedie/networks";
import { z } from "zod";

/** Residual MLP on flattened samples: `mlp` of @tweedie/networks. */
export default definePlugin({
  role: "network",
  summary: "Residual MLP for flattened samples, conditioned on Fourier features of the noise level",
  aliases: ["fully-connected", "feedforward", "dense"],
  options: z.strictObject({
    ...mlpSizeOptions,
    embedding: embeddingOption,
    activation: z
      .enum(["silu", "softplus"])
      .default("silu")
      .describe("Activation function; softplus for losses that differentiate twice."),
    conditional: conditionalOption,
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    mlp({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
