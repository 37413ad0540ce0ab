import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, mlp } from "@tweedie/networks";
import { z } from "zod";

/** Residual MLP on flattened samples: `mlp` of @tweedie/networks. */
export default definePlugin({
  role: "network",
  summary: "Residual MLP for flattened samples, conditioned on Fourier features of the noise level",
  options: z.strictObject({
    width: z.int().positive().max(8_192).default(128).describe("Units of each hidden layer."),
    depth: z.int().positive().max(64).default(3).describe("Residual blocks, each with two weight matrices."),
    embedding: z
      .int()
      .positive()
      .max(1_024)
      .multipleOf(2)
      .default(16)
      .describe("Number of Fourier features of the noise level."),
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
