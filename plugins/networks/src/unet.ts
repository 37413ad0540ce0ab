import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, dropoutRate, unet } from "@tweedie/networks";
import { z } from "zod";

const extent = (largest: number) => z.int().positive().max(largest);

/** U-Net similar to ADM and DDPM++: `unet` of @tweedie/networks. The defaults train on 28x28 digits in minutes on a CPU. */
export default definePlugin({
  role: "network",
  summary: "U-Net for square images: residual blocks, GroupNorm, attention at selected resolutions",
  options: z.strictObject({
    channels: extent(4_096).default(32).describe("Channels of the finest level."),
    multipliers: z
      .array(extent(64))
      .min(1)
      .max(8)
      .default([1, 2])
      .describe("Channel factor of each level; each level has half the resolution of the previous one."),
    blocks: extent(32).default(1).describe("Residual blocks per level, in the encoder and in the decoder."),
    attention: z.array(extent(4_096)).default([7]).describe("Resolutions with attention: sides of a level in pixels."),
    heads: extent(256).default(2).describe("Attention heads."),
    groups: extent(1_024).default(8).describe("Groups of each GroupNorm."),
    patch: extent(64).default(2).describe("Pixels a side of a patch; each patch is one pixel of the finest level."),
    embedding: extent(1_024).multipleOf(2).default(32).describe("Number of Fourier features of the noise level."),
    dropout: dropoutRate.optional(),
    conditional: conditionalOption,
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    unet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
