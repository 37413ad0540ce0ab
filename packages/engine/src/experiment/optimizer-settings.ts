import { decays } from "@tweedie/networks";
import { z } from "zod";

const beta = z.number().min(0).lt(1);
const share = z.number().min(0).max(1);

const schedule = z
  .strictObject({
    warmup: z.int().min(0).default(0).describe("Updates over which the learning rate rises from nothing."),
    decay: z.enum(decays).default("none").describe("How it falls over the training."),
    final: share.default(0.1).describe("Share of it that is left at the end, unless the decay is none."),
    at: z
      .array(share.gt(0).lt(1))
      .min(1)
      .default([0.5, 0.75])
      .describe("Where the decay `steps` falls, by one factor each time: shares of the training."),
  })
  .refine(({ decay, final }) => final > 0 || !["exponential", "steps"].includes(decay), {
    path: ["final"],
    message: "a decay by factors never comes to nothing: give `final` a small share, or take linear or cosine",
  })
  .describe("How the learning rate goes.");

const clip = z
  .strictObject({
    value: z.number().positive().optional().describe("Largest size of one element."),
    norm: z.number().positive().optional().describe("Largest norm of all of them together; after `value`."),
  })
  .describe("Bounds of the gradient. Left out: none.");

/** Adam and what is done to its gradients and learning rate, with the defaults of a network's training. */
export const optimizer = (defaults: { lr: number; betas: [number, number] }) =>
  z
    .strictObject({
      lr: z.number().positive().default(defaults.lr).describe("Learning rate."),
      betas: z.tuple([beta, beta]).default(defaults.betas).describe("Decay of the two moments."),
      eps: z.number().positive().default(1e-8).describe("Added to the root of the second moment."),
      schedule: schedule.prefault({}),
      clip: clip.optional(),
      nonFinite: z
        .enum(["fail", "zero"])
        .default("fail")
        .describe(
          "fail: a loss that is not finite ends the run. zero: 0 for NaN and ±1e5 for ±∞ in gradients, as SiD.",
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
      .transform((share) => share ?? undefined)
      .describe("The half-life is at most this share of the samples seen; null: no such limit."),
  })
  .describe("Exponential moving average of the weights.");

export type OptimizerSettings = z.output<ReturnType<typeof optimizer>>;
export type EmaSettings = z.output<typeof ema>;
