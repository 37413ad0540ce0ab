import { pluginBlock } from "@tweedie/config";
import { samplerNames } from "@tweedie/diffusion";
import { backends } from "@tweedie/graph";
import { z } from "zod";
import { ema, optimizer } from "./optimizer-settings.ts";

/**
 * Decay rates of Adam for student and fake score. SiD uses 0 and 0.999. In few dimensions its weighting has heavy tails, and one outlier
 * then moves a weight by 31 learning rates.
 */
const distillationBetas: [number, number] = [0, 0.99];

const steps = (count: number) => z.int().positive().default(count).describe("Number of steps.");
const batch = z
  .int()
  .positive()
  .max(2 ** 20)
  .default(512)
  .describe("Samples per step.");

const pretrain = z
  .strictObject({
    steps: steps(3_000),
    batch,
    time: pluginBlock.default({ use: "time-laws/log-normal" }),
    weighting: pluginBlock.default({ use: "weightings/edm" }),
    optimizer: optimizer({ lr: 1e-3, betas: [0.9, 0.999] }),
    ema: ema.prefault({}),
  })
  .describe("Training of the teacher on the data, unless it is a closed form.");

const distill = z
  .strictObject({
    steps: steps(3_000),
    batch,
    student: z
      .strictObject({
        time: pluginBlock.default({ use: "time-laws/sid" }),
        weighting: pluginBlock.default({ use: "weightings/sid" }),
        optimizer: optimizer({ lr: 1e-4, betas: distillationBetas }),
        ema: ema.prefault({}),
      })
      .prefault({}),
    fakeScore: z
      .strictObject({
        updates: z.int().positive().max(64).default(1).describe("Fake-score updates per student update."),
        time: pluginBlock.default({ use: "time-laws/log-normal" }),
        weighting: pluginBlock.default({ use: "weightings/edm" }),
        optimizer: optimizer({ lr: 1e-3, betas: distillationBetas }),
      })
      .prefault({}),
  })
  .describe("Alternating training of student and fake score.");

const teacherCurve = z
  .strictObject({
    evaluations: z
      .array(z.int().positive().max(10_000))
      .min(1)
      .default([1, 2, 4, 8, 16, 32, 64])
      .describe("Numbers of network evaluations per sample."),
    samplers: z
      .array(z.enum(samplerNames))
      .min(1)
      .default(["euler", "heun"])
      .describe("The report shows samples of the first."),
    samples: z.int().min(16).default(1_024).describe("Samples per point, at most `evaluate.samples`."),
  })
  .nullable()
  .describe(
    "Metrics of the teacher against the number of network evaluations, measured at the end of the run; null: not measured.",
  );

const evaluate = z
  .strictObject({
    every: z.int().positive().default(1_000).describe("Steps between evaluations."),
    samples: z
      .int()
      .min(16)
      .max(2 ** 22)
      .default(8_192)
      .describe("Samples per evaluation, at most half of the held-out data."),
    extractor: pluginBlock
      .default({ use: "extractors/identity" })
      .describe("Extractor for metrics of features and classes."),
    metrics: z.array(pluginBlock).default([]).describe("Metrics. The first one determines if the run has converged."),
    draws: z
      .int()
      .positive()
      .max(2 ** 22)
      .default(2_048)
      .describe("Noised samples per diagnosis of the distillation, rounded up to whole batches."),
    teacherSteps: z.int().positive().max(10_000).default(32).describe("Heun steps of the teacher's samples."),
    teacherCurve: teacherCurve.prefault({}),
  })
  .describe("Evaluation of student and teacher.");

const alarms = z
  .strictObject({
    collapse: z
      .number()
      .positive()
      .nullable()
      .default(0.1)
      .describe("Fraction of the data's spread below which the student has collapsed; null: never."),
    divergence: z
      .number()
      .positive()
      .nullable()
      .default(10)
      .describe("Multiple of the data's spread above which the student has diverged; null: never."),
    patience: z.int().positive().default(3).describe("Consecutive evaluations after which the run ends."),
  })
  .nullable()
  .describe("Conditions that end a failed run early; null: none.");

/** Schema of an experiment file without the options of its plugins. */
export const settingsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,80}$/, "a name has letters, digits, dots, dashes and underscores, 80 at most")
    .optional()
    .describe("Name of the run. Default: folder and name of the file."),
  seed: z.int().min(0).default(0),
  backend: z.enum(backends).default("auto").describe("Backend of the computation: see --backend."),
  data: pluginBlock,
  schedule: pluginBlock.default({ use: "schedules/edm" }),
  network: pluginBlock.default({ use: "networks/mlp" }),
  teacher: pluginBlock,
  student: pluginBlock,
  fakeScore: pluginBlock,
  loss: pluginBlock,
  pretrain: pretrain.prefault({}),
  distill: distill.prefault({}),
  evaluate: evaluate.prefault({}),
  alarms: alarms.prefault({}),
  track: z
    .array(pluginBlock)
    .default([])
    .describe("Trackers that show the run in addition to its folder. They do not change its result."),
  log: z.strictObject({ every: z.int().positive().default(50) }).prefault({}),
  checkpoint: z
    .strictObject({ every: z.int().positive().default(1_000), keep: z.int().positive().default(2) })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type AlarmSettings = z.output<typeof alarms>;
