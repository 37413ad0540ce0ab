import { decays } from "@tweedie/networks";
import { z } from "zod";

/**
 * Decay rates of Adam for student and fake score. SiD uses 0 and 0.999. In few dimensions its weights have heavy tails, and one outlier
 * then moves a weight by 31 learning rates.
 */
export const distillationBetas: [number, number] = [0, 0.99];

const beta = z.number().min(0).lt(1);
const fraction = z.number().min(0).max(1);

const schedule = z
  .strictObject({
    warmup: z
      .int()
      .min(0)
      .default(0)
      .describe("Number of updates over which the learning rate rises linearly from 0.")
      .meta({ aliases: ["warmup_steps", "lr_warmup", "lr_rampup"] }),
    decay: z.enum(decays).default("none").describe("Decay of the learning rate over the training."),
    final: fraction
      .default(0.1)
      .describe("Learning rate at the end of the training as a fraction of `lr`, unless the decay is none."),
    at: z
      .array(fraction.gt(0).lt(1))
      .min(1)
      .default([0.5, 0.75])
      .describe("Fractions of the training at which the decay `steps` multiplies the learning rate by one factor."),
  })
  .refine(({ decay, final }) => final > 0 || !["exponential", "steps"].includes(decay), {
    path: ["final"],
    message: "an exponential decay never reaches 0: use a small `final`, or the decay linear or cosine",
  })
  .describe("Schedule of the learning rate.");

const clip = z
  .strictObject({
    value: z
      .number()
      .positive()
      .optional()
      .describe("Largest absolute value of an element of the gradient.")
      .meta({ example: 1 }),
    norm: z
      .number()
      .positive()
      .optional()
      .describe("Largest norm of the whole gradient, applied after `value`.")
      .meta({ example: 1 }),
  })
  .describe("Clipping of the gradient. Default: none.")
  .meta({ aliases: ["grad_clip", "gradient_clipping", "clip_grad", "max_grad_norm"] });

/** Schema of Adam with learning-rate schedule and gradient clipping, with the defaults of one network's training. */
export const optimizer = (defaults: { lr: number; betas: [number, number] }) =>
  z
    .strictObject({
      lr: z
        .number()
        .positive()
        .default(defaults.lr)
        .describe("Learning rate of Adam, after the warmup and before any decay.")
        .meta({ aliases: ["learning_rate", "rate", "step_size"] }),
      betas: z
        .tuple([beta, beta])
        .default(defaults.betas)
        .describe("Decay rates per update of the two moments, beta1 and beta2."),
      eps: z.number().positive().default(1e-8).describe("Constant added to the square root of the second moment."),
      weightDecay: z
        .number()
        .min(0)
        .optional()
        .describe(
          "Decay of the weights as in AdamW: each update multiplies them by 1 - learning rate × weightDecay, beside Adam's step. Default: none.",
        )
        .meta({ example: 0.01 }),
      schedule: schedule.prefault({}),
      clip: clip.optional(),
      nonFinite: z
        .enum(["fail", "zero"])
        .default("fail")
        .describe(
          "Reaction to NaN or infinity. fail: such a loss ends the run; zero: a sample with NaN is dropped, and in gradients NaN becomes 0 and ±∞ becomes ±1e5, as in SiD's code.",
        ),
    })
    .prefault({})
    .describe("Adam optimiser, its learning-rate schedule and gradient clipping.")
    .meta({ aliases: ["optim", "adam", "adamw", "opt"] });

/** Schema of the average of a network's weights. `more` are further keys. */
export const ema = <More extends z.ZodRawShape = Record<never, never>>(network: string, more: More = {} as More) =>
  z
    .strictObject({
      halfLife: z
        .number()
        .positive()
        .default(50_000)
        .describe("Half-life of the average in training samples: 50000 is 98 steps of 512 samples.")
        .meta({ aliases: ["decay", "ema_decay", "ema_half_life", "halflife_kimg", "ema_rate"] }),
      rampUp: z
        .number()
        .positive()
        .nullable()
        .default(0.05)
        .transform((fraction) => fraction ?? undefined)
        .describe("Largest half-life as a fraction of the samples seen so far; null: no such limit."),
      ...more,
    })
    .describe(`Exponential moving average of the ${network}'s weights, which evaluation and export use.`);

/** Key of the student's average: further averages. */
export const otherHalfLives = {
  others: z
    .array(z.number().positive())
    .min(1)
    .max(8)
    .refine((halfLives) => new Set(halfLives).size === halfLives.length, { error: "each half-life is stated once" })
    .optional()
    .describe(
      "Half-lives of further averages in training samples. Evaluations measure each, as `halfLife.H.METRIC`, and `tweedie sample --half-life` and `export` take it. Default: none.",
    )
    .meta({ example: [2000, 20000] }),
};

export type OptimizerSettings = z.output<ReturnType<typeof optimizer>>;
export type EmaSettings = z.output<ReturnType<typeof ema>>;

/** `distill.student.start`. */
export const studentStart = z
  .int()
  .positive()
  .optional()
  .describe("First iteration that updates the student; before it the fake score alone is trained. Default: 1.")
  .meta({ example: 392 });
