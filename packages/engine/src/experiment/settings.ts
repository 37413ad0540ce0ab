import { pluginBlock } from "@tweedie/config";
import { fileNameRule, isFileName, type Role } from "@tweedie/core";
import { backends, backendSynonyms } from "@tweedie/graph";
import { z } from "zod";
import { roleAliases } from "../consistency/role-aliases.ts";
import { augment } from "../augmentation/augment-settings.ts";
import { evaluate } from "../evaluate/evaluate-settings.ts";
import { guidance, labelDropout } from "../guidance/guidance-settings.ts";
import { budgetKeys, hasOneLength, inSteps, twoLengths } from "./budget.ts";
import { checkpoint, stop } from "../checkpoints/checkpoint-settings.ts";
import { distillationBetas, ema, optimizer, otherHalfLives, studentStart } from "./optimizer-settings.ts";
import { precision } from "../identity/precision.ts";
import { unroll, until } from "../steps/update-settings.ts";

/** Weighting of the student's loss. SiD's, `weightings/sid`, biases the loss in few dimensions, and equals this one in many. */
export const defaultStudentWeighting = "weightings/expected-error";

/** A key that takes a plugin, and an example of one. */
const slot = (role: Role, description: string, example: string) =>
  pluginBlock.describe(description).meta({ example, aliases: roleAliases[role] });

/** A key that takes a plugin, and the plugin that it has by default. */
const slotOr = (role: Role, use: string, description: string) =>
  pluginBlock.prefault(use).describe(description).meta({ aliases: roleAliases[role] });

const batch = z
  .int()
  .positive()
  .max(2 ** 20)
  .default(512)
  .describe("Samples per step.")
  .meta({ aliases: ["batch_size", "bs", "mini_batch"] });

const microBatch = z
  .int()
  .positive()
  .optional()
  .describe(
    "Samples whose gradient is computed at once, a divisor of `batch`: fewer take less memory and more time. Default: the batch.",
  )
  .meta({ example: 8, aliases: ["grad_accum", "gradient_accumulation", "batch_per_gpu", "micro_batch_size"] });

const recompute = z
  .boolean()
  .optional()
  .describe(
    "Keeps only the inputs of a network's blocks for the gradient, and evaluates the blocks again in the backward pass: less memory, more time.",
  )
  .meta({ example: true, aliases: ["checkpointing", "gradient_checkpointing", "remat"] });

/** Refuses micro-batches of which a batch is no multiple. */
function checkMicroBatch(
  { batch, microBatch = batch }: { batch: number; microBatch?: number | undefined },
  context: z.RefinementCtx,
) {
  if (batch % microBatch === 0) return;
  const message = `expected a divisor of the batch, ${batch}, got \`${microBatch}\``;
  context.addIssue({ code: "custom", path: ["microBatch"], message });
}

/** `dropout` of a network in the distillation. */
const dropout = (network: string) =>
  z
    .boolean()
    .optional()
    .describe(
      `Dropout in the ${network}'s own updates, with the rate in the network's options, as in SiD's code. Default: none.`,
    )
    .meta({ example: true });

const pretrain = z
  .strictObject({
    ...budgetKeys("Number of training steps of the teacher:"),
    batch,
    microBatch,
    recompute,
    time: slotOr(
      "timeLaw",
      "time-laws/log-normal",
      "Time law: distribution of the noise levels at which the teacher is trained.",
    ),
    weighting: slotOr("weighting", "weightings/edm", "Weight of each sample in the teacher's denoising loss."),
    augment: augment("the data"),
    labelDropout: labelDropout("so that the teacher also learns the prediction without a class, which guidance needs"),
    optimizer: optimizer({ lr: 1e-3, betas: [0.9, 0.999] }),
    ema: ema("teacher").prefault({}),
  })
  .refine(hasOneLength, twoLengths)
  .superRefine(checkMicroBatch)
  .transform(inSteps)
  .describe("Training of the teacher on the data, unless it is a closed form.");

const distill = z
  .strictObject({
    ...budgetKeys(
      "Number of iterations, each with `fakeScore.updates` updates of the fake score and one of the student:",
    ),
    batch,
    microBatch,
    recompute,
    stop: stop.optional(),
    guidance: guidance.optional(),
    student: z
      .strictObject({
        time: slotOr("timeLaw", "time-laws/sid", "Time law: distribution of the noise levels in the student's loss."),
        weighting: slotOr("weighting", defaultStudentWeighting, "Weight of each sample in the student's loss."),
        dropout: dropout("student"),
        start: studentStart,
        unroll: unroll.optional(),
        optimizer: optimizer({ lr: 1e-4, betas: distillationBetas }),
        ema: ema("student", otherHalfLives).prefault({}),
      })
      .prefault({})
      .describe("Training of the student."),
    fakeScore: z
      .strictObject({
        updates: z
          .int()
          .nonnegative()
          .max(4096)
          .default(1)
          .describe(
            "Fake-score updates per student update, with `until` at most; 0 with a loss that does not read the fake score.",
          ),
        until: until.optional(),
        time: slotOr(
          "timeLaw",
          "time-laws/log-normal",
          "Time law: distribution of the noise levels in the fake score's loss.",
        ),
        weighting: slotOr("weighting", "weightings/edm", "Weight of each sample in the fake score's loss."),
        dropout: dropout("fake score"),
        augment: augment("the student's samples in the fake score's loss"),
        labelDropout: labelDropout("so that the fake score also learns the prediction without a class"),
        labelDropoutInStudent: z
          .boolean()
          .optional()
          .describe(
            "Also the student generates the samples of `labelDropout` without a class, as in SiD-LSG's code. Default: only the fake score lacks it, and learns the distribution of all classes.",
          )
          .meta({ example: true }),
        optimizer: optimizer({ lr: 1e-3, betas: distillationBetas }),
      })
      .prefault({})
      .describe("Training of the fake score."),
  })
  .refine(hasOneLength, twoLengths)
  .superRefine(checkMicroBatch)
  .transform(inSteps)
  .describe("Alternating training of student and fake score.");

const alarms = z
  .strictObject({
    collapse: z
      .number()
      .positive()
      .nullable()
      .default(0.1)
      .describe("Fraction of the data's standard deviation below which the student has collapsed; null: never."),
    divergence: z
      .number()
      .positive()
      .nullable()
      .default(10)
      .describe("Multiple of the data's standard deviation above which the student has diverged; null: never."),
    patience: z
      .int()
      .positive()
      .default(3)
      .describe("Number of consecutive evaluations with an alarm that end the run."),
  })
  .nullable()
  .describe("Conditions that end a failed run early; null: none.");

/** Schema of an experiment file without the options of its plugins. */
export const settingsSchema = z.strictObject({
  name: z
    .string()
    .refine(isFileName, fileNameRule)
    .optional()
    .describe("Name of the run. Default: folder and name of the file.")
    .meta({ example: "my-run" }),
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe("Seed of all random numbers of the run.")
    .meta({ aliases: ["random_seed", "manual_seed", "random_state"] }),
  backend: z
    .enum(backends)
    .default("auto")
    .describe(
      "Library that computes. auto: a GPU if a backend for it is installed, else ONNX Runtime on the CPU (ort).",
    )
    .meta({ aliases: ["device", "accelerator"], synonyms: backendSynonyms }),
  precision,
  data: slot("data", "Dataset: samples that the teacher is trained on and that metrics compare with.", "datasets/ring"),
  schedule: slotOr("schedule", "schedules/edm", "Noise schedule: amplitudes of signal and noise as functions of time."),
  network: slotOr(
    "network",
    "networks/mlp",
    "Network of teacher and fake score, and of a student that starts as the teacher.",
  ),
  teacher: slot(
    "teacher",
    "Frozen denoiser of the data: trained in the phase `pretrain`, or a closed form.",
    "teachers/denoiser",
  ),
  student: slot("student", "One-step generator, the result of the run.", "students/denoiser"),
  fakeScore: slot("fakeScore", "Denoiser that is trained on the student's samples.", "fake-scores/denoiser"),
  loss: slot("loss", "Objective of the student.", "sid/l2"),
  pretrain: pretrain.prefault({}),
  distill: distill.prefault({}),
  evaluate: evaluate.prefault({}),
  alarms: alarms.prefault({}),
  track: z
    .array(pluginBlock)
    .default([])
    .describe("Trackers that show the run in addition to its folder. They do not change its result.")
    .meta({
      example: ["trackers/tensorboard"],
      aliases: roleAliases.tracker,
    }),
  log: z
    .strictObject({
      every: z.int().positive().default(50).describe("Steps between rows of `metrics.jsonl`; evaluations add rows."),
    })
    .prefault({})
    .describe("Logging of the losses."),
  checkpoint: checkpoint.prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type AlarmSettings = z.output<typeof alarms>;
