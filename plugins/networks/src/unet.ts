import { definePlugin } from "@tweedie/core";
import { classesOf, dropoutRate, unet } from "@tweedie/networks";
import { z } from "zod";

const extent = (largest: number) => z.int().positive().max(largest);

/** U-Net in the family of ADM and DDPM++, `unet` of @tweedie/networks. The defaults train on 28x28 digits in minutes on a CPU. */
export default definePlugin({
  role: "network",
  summary: "U-Net over square images: residual blocks, GroupNorm, attention at chosen sizes",
  options: z.strictObject({
    channels: extent(4_096).default(32).describe("channels at the finest level"),
    multipliers: z
      .array(extent(64))
      .min(1)
      .max(8)
      .default([1, 2])
      .describe("factors of the channels, a level each: sides are halved from one to the next"),
    blocks: extent(32).default(1).describe("residual blocks on each level, on the way down and on the way up"),
    attention: z.array(extent(4_096)).default([7]).describe("sides, in pixels of a level, at which blocks attend"),
    heads: extent(256).default(2).describe("heads of the attention"),
    groups: extent(1_024).default(8).describe("groups of each GroupNorm"),
    patch: extent(64).default(2).describe("side of the squares of pixels that are the finest level's"),
    embedding: extent(1_024).multipleOf(2).default(32).describe("Fourier features of the noise"),
    dropout: dropoutRate.optional(),
    conditional: z.boolean().optional().describe("sees the class of each sample, which the data must have"),
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    unet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
