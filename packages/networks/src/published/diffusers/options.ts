import { z } from "zod";
import { dropoutRate } from "../../layers/dropout.ts";

const extent = (largest: number) => z.int().positive().max(largest);
const kinds = z
  .array(z.enum(["plain", "attention"]))
  .min(1)
  .max(8);

/** Options of a network of diffusers' class UNet2DModel. The defaults are those of `ddpm-cifar10-32`. */
export const diffusersUnetOptions = z.strictObject({
  widths: z
    .array(extent(16_384))
    .min(1)
    .max(8)
    .default([128, 256, 256, 256])
    .describe("Channels of each level; each level has half the resolution of the previous one."),
  blocks: extent(32).default(2).describe("Residual blocks per level of the encoder; the decoder has one more."),
  encoder: kinds
    .default(["plain", "attention", "plain", "plain"])
    .describe("Levels of the encoder, from fine to coarse: residual blocks alone, or each with attention."),
  decoder: kinds
    .default(["plain", "plain", "attention", "plain"])
    .describe("Levels of the decoder, from coarse to fine: residual blocks alone, or each with attention."),
  middleAttention: z.boolean().default(true).describe("Attention in the middle of the network."),
  middleScale: z.number().positive().default(1).describe("Divisor of the sums of the middle blocks."),
  headChannels: extent(4_096).optional().describe("Channels of each attention head; without it there is one head."),
  groups: extent(1_024).default(32).describe("Groups of each GroupNorm."),
  middleGroups: extent(1_024).optional().describe("Groups of the GroupNorm before the attention in the middle."),
  epsilon: z.number().positive().default(1e-6).describe("Number added to the variances of GroupNorm."),
  embedding: extent(65_536)
    .optional()
    .describe("Size of the embedding of noise and class; without it four times the first width."),
  frequencyShift: z
    .number()
    .min(0)
    .default(1)
    .describe("Subtracted from the number of frequencies in the exponents of the noise features."),
  cosinesFirst: z.boolean().default(false).describe("Order of the noise features: cosines before sines."),
  padding: z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .describe("Zeros around images that a strided convolution halves; 0: one row and column at the end only."),
  conditioning: z
    .enum(["shift", "scale-shift"])
    .default("shift")
    .describe("Embedding in a block: added to the channels, or scale and shift of them."),
  centresInput: z.boolean().optional().describe("Inputs are taken as in [0, 1] and mapped to [-1, 1]."),
  dropout: dropoutRate.optional(),
  learnsVariance: z.boolean().optional().describe("Has outputs for variances, which are not used."),
});
