import { z } from "zod";

const transformations = ["xflip", "yflip", "scale", "rotate", "aniso", "translate"] as const;

/** Schema of `augment`: the augmentation of the samples of a training, such as `the student's samples in the fake score's loss`. */
export const augment = (samples: string) =>
  z
    .strictObject({
      probability: z
        .number()
        .min(0)
        .max(1)
        .describe("Probability of each transformation of a sample. Horizontal flips change half of all samples.")
        .meta({ example: 0.12 }),
      transformations: z
        .array(z.enum(transformations))
        .min(1)
        .default([...transformations])
        .describe(
          "Flips, scaling by 2^(0.2 normal), rotation by any angle, anisotropic scaling, and translation by a normal eighth of the side.",
        ),
      labels: z
        .boolean()
        .default(true)
        .describe(
          "Input of the network: nine numbers that describe the transformation of each sample, as EDM's networks receive.",
        ),
    })
    .optional()
    .describe(`Augmentation of ${samples}, as in EDM. Default: none.`)
    .meta({ example: { probability: 0.12 } });

export type AugmentSettings = NonNullable<z.output<ReturnType<typeof augment>>>;
