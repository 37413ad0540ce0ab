import { z } from "zod";

const scale = (description: string) =>
  z.number().optional().describe(`${description} Default: 1.`).meta({ example: 2 });

/** `distill.guidance` of an experiment. */
export const guidance = z
  .strictObject({
    teacher: scale("Guidance scale of the teacher's prediction in the losses: SiD-LSG's kappa4."),
    fakeScore: scale(
      "Guidance scale of the fake score's prediction in the student's loss: SiD-LSG's kappa2 = kappa3. 0 is its prediction without a class.",
    ),
    fakeScoreTraining: scale("Guidance scale of the fake score's prediction in its own loss: SiD-LSG's kappa1."),
    student: scale("Guidance scale of the student's samples, which then cost two network evaluations."),
  })
  .describe(
    "Classifier-free guidance: a prediction D becomes D(x) + scale (D(x, c) - D(x)) with its prediction D(x) without a class. 1 is no guidance. Default: none.",
  )
  .meta({ example: { teacher: 2 }, aliases: ["cfg", "cfg_scale", "guidance_scale", "classifier_free_guidance"] });

/** `evaluate.guidance` of an experiment. */
export const samplingGuidance = z
  .number()
  .optional()
  .describe(
    "Guidance scale of the teacher's samples and of its curve. Each evaluation with guidance counts as two. Default: 1, none.",
  )
  .meta({ example: 2 });

/** `labelDropout` of a training. */
export const labelDropout = (consequence: string) =>
  z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(`Fraction of the samples whose class is withheld, ${consequence}. Default: none.`)
    .meta({ example: 0.1, aliases: ["label_drop", "class_dropout", "cond_drop_prob", "p_uncond"] });

export type GuidanceSettings = z.output<typeof guidance>;
