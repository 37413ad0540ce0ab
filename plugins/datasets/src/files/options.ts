import { z } from "zod";

// Options that the datasets of files share.

export const path = (description: string, example: string) =>
  z.string().min(1).meta({ format: "path", example }).describe(description);

export const flip = z.boolean().default(false).describe("Flips half of the training images horizontally.");

export const heldOut = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.1)
  .describe("Fraction of the samples excluded from training, chosen by a hash of each sample's index.");

export const sigmaData = z
  .number()
  .positive()
  .optional()
  .describe("Standard deviation over all elements in [-1, 1]; measured if left out.")
  .meta({ example: 0.5 });
