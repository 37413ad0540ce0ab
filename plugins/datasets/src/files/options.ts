import { z } from "zod";

/** Options that datasets of files share. */
export const path = (what: string) => z.string().min(1).meta({ format: "path" }).describe(what);

export const flip = z.boolean().default(false).describe("whether half of the images to train on are mirrored");

export const heldOut = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.1)
  .describe("share that training never sees, by a hash of each sample's place");

export const sigmaData = z
  .number()
  .positive()
  .optional()
  .describe("standard deviation over all elements; measured if left out");
