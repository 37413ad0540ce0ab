import { pluginBlock } from "@tweedie/config";
import { samplerNames } from "@tweedie/diffusion";
import { backends } from "@tweedie/graph";
import { z } from "zod";
import { ema, optimizer } from "./optimizer-settings.ts";

/** SiD publishes 0 and 0.999. In few dimensions its weighting has heavy tails, and one outlier then moves a weight by 31 learning rates. */
const gameBetas: [number, number] = [0, 0.99];

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
  .describe("Training of the teacher on the data, where it is not a closed form.");

const distill = z
  .strictObject({
    steps: steps(3_000),
    batch,
    student: z
      .strictObject({
        time: pluginBlock.default({ use: "time-laws/sid" }),
        weighting: pluginBlock.default({ use: "weightings/sid" }),
        optimizer: optimizer({ lr: 1e-4, betas: gameBetas }),
        ema: ema.prefault({}),
      })
      .prefault({}),
    fakeScore: z
      .strictObject({
        updates: z.int().positive().max(64).default(1).describe("Fake-score updates per student update."),
        time: pluginBlock.default({ use: "time-laws/log-normal" }),
        weighting: pluginBlock.default({ use: "weightings/edm" }),
        optimizer: optimizer({ lr: 1e-3, betas: gameBetas }),
      })
      .prefault({}),
  })
  .describe("The game of student and fake score.");

const teacherCurve = z
  .strictObject({
    evaluations: z
      .array(z.int().positive().max(10_000))
      .min(1)
      .default([1, 2, 4, 8, 16, 32, 64])
      .describe("Network evaluations that its samples may cost."),
    samplers: z
      .array(z.enum(samplerNames))
      .min(1)
      .default(["euler", "heun"])
      .describe("The first one's samples are shown in the report."),
    samples: z.int().min(16).default(1_024).describe("Samples of each point, `evaluate.samples` at most."),
  })
  .nullable()
  .describe("The teacher's quality against network evaluations, measured at the end of the run; null: not at all.");

const evaluate = z
  .strictObject({
    every: z.int().positive().default(1_000).describe("Steps between evaluations."),
    samples: z
      .int()
      .min(16)
      .max(2 ** 22)
      .default(8_192)
      .describe("Samples of each evaluation; half of what the data hold out where that is fewer."),
    extractor: pluginBlock
      .default({ use: "extractors/identity" })
      .describe("What metrics of features and classes look through."),
    metrics: z.array(pluginBlock).default([]).describe("The first decides whether the run has converged."),
    draws: z
      .int()
      .positive()
      .max(2 ** 22)
      .default(2_048)
      .describe("Noised samples of each diagnosis of the game, rounded up to whole batches."),
    teacherSteps: z.int().positive().max(10_000).default(32).describe("Heun steps of the teacher's samples."),
    teacherCurve: teacherCurve.prefault({}),
  })
  .describe("What is measured, and when.");

const alarms = z
  .strictObject({
    collapse: z
      .number()
      .positive()
      .nullable()
      .default(0.1)
      .describe("Share of the data's spread below which the student has collapsed; null: never."),
    divergence: z
      .number()
      .positive()
      .nullable()
      .default(10)
      .describe("Multiple of the data's spread above which it has diverged; null: never."),
    patience: z.int().positive().default(3).describe("Evaluations in a row that must say so."),
  })
  .nullable()
  .describe("What ends a hopeless run early; null: nothing does.");

/** What an experiment file says, but for the options of its plugins. */
export const settingsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]{1,80}$/, "a name has letters, digits, dots, dashes and underscores, 80 at most")
    .optional()
    .describe("Default: the file's folder and name."),
  seed: z.int().min(0).default(0),
  backend: z.enum(backends).default("auto").describe("What computes: see --backend."),
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
    .describe("Where the run is shown beside its folder. It is the same run without."),
  log: z.strictObject({ every: z.int().positive().default(50) }).prefault({}),
  checkpoint: z
    .strictObject({ every: z.int().positive().default(1_000), keep: z.int().positive().default(2) })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type AlarmSettings = z.output<typeof alarms>;
