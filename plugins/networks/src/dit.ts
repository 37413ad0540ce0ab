import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, dit, dropoutRate } from "@tweedie/networks";
import { z } from "zod";

const extent = (largest: number) => z.int().positive().max(largest);

/** Diffusion transformer: `dit` of @tweedie/networks. */
export default definePlugin({
  role: "network",
  summary: "Diffusion transformer for images: patches, attention, adaLN-Zero",
  aliases: ["transformer", "vit", "diffusion-transformer"],
  options: z.strictObject({
    patch: extent(64).default(4).describe("Pixels a side of a patch; each patch is a token."),
    width: extent(8_192).default(128).describe("Channels of a token."),
    depth: extent(64).default(4).describe("Number of transformer blocks."),
    heads: extent(256).default(4).describe("Attention heads."),
    embedding: extent(1_024).multipleOf(2).default(32).describe("Number of Fourier features of the noise level."),
    dropout: dropoutRate.optional(),
    conditional: conditionalOption,
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    dit({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
