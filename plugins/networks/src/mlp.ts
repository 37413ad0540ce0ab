import { definePlugin } from "@tweedie/core";
import { classesOf, mlp } from "@tweedie/networks";
import { z } from "zod";

/** Residual MLP over flattened samples, `mlp` of @tweedie/networks. */
export default definePlugin({
  role: "network",
  summary: "Residual MLP over flattened samples, conditioned on Fourier features of the noise",
  options: z.strictObject({
    width: z.int().positive().max(8_192).default(128).describe("units of each hidden layer"),
    depth: z.int().positive().max(64).default(3).describe("residual blocks, of two weight matrices each"),
    embedding: z.int().positive().max(1_024).multipleOf(2).default(16).describe("Fourier features of the noise"),
    activation: z.enum(["silu", "softplus"]).default("silu").describe("softplus where the loss differentiates twice"),
    conditional: z.boolean().optional().describe("sees the class of each sample, which the data must have"),
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    mlp({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
