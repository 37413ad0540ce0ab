import { decays } from "@tweedie/networks";
import { z } from "zod";

const beta = z.number().min(0).lt(1);
const fraction = z.number().min(0).max(1);

const schedule = z
  .strictObject({
    warmup: z.int().min(0).default(0).describe("Updates over which the learning rate rises from 0."),
    decay: z.enum(decays).default("none").describe("Decay of the learning rate over the training."),
    final: fraction.default(0.1).describe("Fraction of the learning rate at the end, unless the decay is none."),
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
    value: z.number().positive().optional().describe("Largest absolute value of an element."),
    norm: z.number().positive().optional().describe("Largest norm of the whole gradient, applied after `value`."),
  })
  .describe("Clipping of the gradient. Default: none.");

/** Schema of Adam with learning-rate schedule and gradient clipping, with the defaults of one network's training. */
export const optimizer = (defaults: { lr: number; betas: [number, number] }) =>
  z
    .strictObject({
      lr: z.number().positive().default(defaults.lr).describe("Learning rate."),
      betas: z.tuple([beta, beta]).default(defaults.betas).describe("Decay rates of the two moments."),
      eps: z.number().positive().default(1e-8).describe("Added to the square root of the second moment."),
      schedule: schedule.prefault({}),
      clip: clip.optional(),
      nonFinite: z
        .enum(["fail", "zero"])
        .default("fail")
        .describe(
          "fail: a loss that is not finite ends the run. zero: NaN becomes 0 and ±∞ becomes ±1e5 in gradients, as in SiD's code.",
        ),
    })
    .prefault({})
    .describe("Adam.");

export const ema = z
  .strictObject({
    halfLife: z.number().positive().default(50_000).describe("Half-life in samples."),
    rampUp: z
      .number()
      .positive()
      .nullable()
      .default(0.05)
      .transform((fraction) => fraction ?? undefined)
      .describe("The half-life is at most this fraction of the samples seen so far; null: no such limit."),
  })
  .describe("Exponential moving average of the weights.");

export type OptimizerSettings = z.output<ReturnType<typeof optimizer>>;
export type EmaSettings = z.output<typeof ema>;
