import { definePlugin } from "@tweedie/core";
import { classesOf, dit, dropoutRate } from "@tweedie/networks";
import { z } from "zod";

const extent = (largest: number) => z.int().positive().max(largest);

/** Diffusion transformer, `dit` of @tweedie/networks. */
export default definePlugin({
  role: "network",
  summary: "Diffusion transformer over images: patches, attention, adaLN-Zero",
  options: z.strictObject({
    patch: extent(64).default(4).describe("side of the squares of pixels that are its tokens"),
    width: extent(8_192).default(128).describe("size of a token"),
    depth: extent(64).default(4).describe("blocks"),
    heads: extent(256).default(4).describe("heads of the attention"),
    embedding: extent(1_024).multipleOf(2).default(32).describe("Fourier features of the noise"),
    dropout: dropoutRate.optional(),
    conditional: z.boolean().optional().describe("sees the class of each sample, which the data must have"),
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    dit({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
