import { z } from "zod";

/** Options of a plugin with a residual MLP: its size, for `z.strictObject`. */
export const mlpSizeOptions = {
  width: z.int().positive().max(8_192).default(128).describe("Units of each hidden layer."),
  depth: z.int().positive().max(64).default(3).describe("Residual blocks, each with two weight matrices."),
};

/** Option of a plugin whose network has Fourier features of the noise level. */
export const embeddingOption = z
  .int()
  .positive()
  .max(1_024)
  .multipleOf(2)
  .default(16)
  .describe("Number of Fourier features of the noise level.");
