import { join } from "node:path";
import { type DataSummary, TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { fileDigestSchema } from "../checksums/digest.ts";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import { writeDurably } from "./write-durably.ts";
import { fileDigestsSchema } from "../identity/file-digests.ts";
import { provenanceSchema } from "../identity/provenance.ts";
import { descriptionsSchema, jsonFile, jsonNumber, numbersSchema } from "./json-file.ts";
import { memorySchema } from "./memory.ts";
import { phases } from "./phase.ts";
import { curveSummarySchema } from "./teacher-curve.ts";

/** Paths of the parts of a run folder. */
export const runFolder = (root: string) => ({
  root,
  config: join(root, "config.yaml"),
  nonDefaults: join(root, "non-defaults.json"),
  status: join(root, "status.json"),
  metrics: join(root, "metrics.jsonl"),
  checkpoints: join(root, "checkpoints"),
  teacher: join(root, "teacher"),
  pairs: join(root, "pairs"),
  samples: join(root, "samples"),
  teacherCurve: join(root, "teacher-curve.json"),
  evaluations: join(root, "evaluations.json"),
  code: join(root, "code"),
  trackers: join(root, "trackers"),
  report: join(root, "report.html"),
  lock: join(root, "run.lock"),
});
export type RunFolder = ReturnType<typeof runFolder>;

const dataSchema: z.ZodType<DataSummary> = z.object({
  files: z.int(),
  samples: z.int(),
  values: z.tuple([z.number(), z.number()]),
  classes: z.array(z.object({ name: z.string(), samples: z.int() })).optional(),
  warnings: z.array(z.string()),
});

const bestCheckpointsSchema = z.object({
  metric: z.string(),
  goal: z.enum(["minimize", "maximize"]),
  checkpoints: z.array(z.object({ step: z.int(), value: jsonNumber })),
});

const statusSchema = z.object({
  name: z.string(),
  status: z.enum(["running", "completed", "not-converged", "collapsed", "diverged", "interrupted", "failed"]),
  /** Reason of the status in one sentence, if it needs one. */
  reason: z.string().optional(),
  seed: z.int(),
  backend: z.string(),
  /** Threads of one step, if a number was requested. */
  threads: z.int().positive().optional(),
  started: z.iso.datetime(),
  /** Seconds of computation, over all resumptions. */
  seconds: z.number(),
  /** Hash of the experiment, which includes the text of its plugin files. */
  configHash: z.string(),
  /** Extensions of the run in their order: the step at which each began, the hash before it, and its changes as overrides. */
  extensions: z.array(z.object({ step: z.int(), configHash: z.string(), overrides: z.array(z.string()) })).optional(),
  /** Files that the experiment reads, as they were when the run began. Version 0.1.0 did not record them. */
  files: fileDigestsSchema.optional(),
  /** Software and hardware of the newest part of the run. */
  provenance: provenanceSchema.optional(),
  version: z.string(),
  /** Phase and step of the newest checkpoint. */
  phase: z.enum(phases),
  step: z.int(),
  /** The log, at least up to that checkpoint. Version 0.1.0 wrote no checksum of it. */
  log: fileDigestSchema.optional(),
  /** Number of real samples on either side of the floors. */
  samples: z.int().positive().optional(),
  /** Number of samples of student and teacher that are measured, if more. */
  generated: z.int().positive().optional(),
  metrics: numbersSchema.default({}),
  /** Checkpoints that `checkpoint.keepBest` keeps, best first. */
  best: bestCheckpointsSchema.optional(),
  /** Steps of the evaluations whose mean these metrics are, if `evaluate.average` is set. */
  averagedSteps: z.array(z.int()).optional(),
  /** The same metrics between two sets of real samples: the best that a student can reach. */
  floors: numbersSchema.default({}),
  /** The same metrics of a Gaussian with the data's mean and covariance, which a trained student must beat. */
  baselines: numbersSchema.default({}),
  /** The same metrics of the teacher's samples. */
  teacher: numbersSchema.default({}),
  /** Standard deviations of these metrics over sets of samples. Version 0.1.0 did not estimate them. */
  spreads: z.object({ student: numbersSchema, teacher: numbersSchema, floors: numbersSchema }).partial().optional(),
  goals: z.record(z.string(), z.enum(["minimize", "maximize"])).default({}),
  /** Descriptions of these metrics in reports. Version 0.1.0 did not record them. */
  descriptions: descriptionsSchema.optional(),
  /** The first metric of the teacher by network evaluations, if it was measured. */
  teacherCurve: curveSummarySchema.optional(),
  /** Memory use of the distillation. */
  memory: memorySchema.optional().catch(undefined), // earlier versions used other names
  warnings: z.array(z.string()).default([]),
  /** Data that were read from files. */
  data: dataSchema.optional(),
});

/** Content of `status.json`. */
export type RunStatus = z.output<typeof statusSchema>;

export const writeStatus = (folder: RunFolder, status: RunStatus): Promise<void> =>
  writeDurably(folder.status, sealJson(jsonFile(status)));

/** Reads the status of a run, or returns undefined if the folder has none. @throws TweedieError if the file is not a status. */
export async function readStatus(folder: RunFolder): Promise<RunStatus | undefined> {
  const text = await readRegularText(folder.status, fileLimits.json).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return statusSchema.parse(parseSealedJson(text));
  } catch (cause) {
    const isOther = cause instanceof z.ZodError || cause instanceof SyntaxError;
    const what = isOther ? "is not the status of a run" : `is damaged: ${(cause as Error).message}`;
    const fix = "restore it from a copy, or delete it: the run then continues from its newest checkpoint";
    throw new TweedieError({ where: folder.status, what, fix }, { cause });
  }
}
