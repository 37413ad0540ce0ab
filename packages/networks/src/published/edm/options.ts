import { z } from "zod";
import { dropoutRate } from "../../layers/dropout.ts";

const extent = (largest: number) => z.int().positive().max(largest);

const shared = {
  channels: extent(4_096).describe("Channels of the finest level."),
  multipliers: z
    .array(extent(64))
    .min(1)
    .max(8)
    .describe("Channel factor of each level; each level has half the resolution of the previous one."),
  blocks: extent(32).describe("Residual blocks per level of the encoder; the decoder has one more."),
  attention: z.array(extent(4_096)).describe("Resolutions with attention: sides of a level in pixels."),
  embedding: extent(64).default(4).describe("Channel factor of the embedding of noise and class."),
  dropout: dropoutRate.optional(),
  labelDropout: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .describe("Fraction of the samples whose class is not given in the teacher's training.")
    .meta({ example: 0.1 }),
  augmentations: z
    .int()
    .min(0)
    .max(1_024)
    .optional()
    .describe("Numbers that describe the augmentation of a sample, which the network receives in training.")
    .meta({ example: 9 }),
  learnsVariance: z.boolean().optional().describe("Has outputs for variances, which are not used."),
};

/** Options of a DDPM++ or NCSN++ network. The defaults are those of EDM's DDPM++ for CIFAR-10. */
export const songUnetOptions = z.strictObject({
  ...shared,
  channels: shared.channels.default(128),
  multipliers: shared.multipliers.default([2, 2, 2]),
  blocks: shared.blocks.default(4),
  attention: shared.attention.default([16]),
  noise: z
    .enum(["positional", "fourier"])
    .default("positional")
    .describe("Features of the noise level: positional in DDPM++, fourier in NCSN++."),
  noiseFeatures: extent(64).default(1).describe("Channel factor of the number of these features; 2 in NCSN++."),
  encoder: z
    .enum(["standard", "skip", "residual"])
    .default("standard")
    .describe("Image at the coarser levels of the encoder: none, resampled, or convolved; residual in NCSN++."),
  decoder: z
    .enum(["standard", "skip"])
    .default("standard")
    .describe("Output: of the finest level, or the sum of all levels' outputs."),
  filter: z
    .array(z.number().finite())
    .min(2)
    .max(64)
    .refine((weights) => weights.length % 2 === 0, "the filter needs an even number of weights")
    .refine((weights) => weights.reduce((sum, weight) => sum + weight, 0) !== 0, "the weights of the filter sum to 0")
    .default([1, 1])
    .describe("Weights of the resampling filter: [1, 1] in DDPM++, [1, 3, 3, 1] in NCSN++."),
});

/** Options of an ADM network. The defaults are those of EDM's ADM for ImageNet-64. */
export const dhariwalUnetOptions = z.strictObject({
  ...shared,
  channels: shared.channels.default(192),
  multipliers: shared.multipliers.default([1, 2, 3, 4]),
  blocks: shared.blocks.default(3),
  attention: shared.attention.default([32, 16, 8]),
  headChannels: extent(4_096).default(64).describe("Channels of each attention head."),
});
