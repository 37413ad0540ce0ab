import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";
import { writeDurably } from "./durable.ts";
import { jsonFile, numbers } from "./json-numbers.ts";
import { memorySchema } from "./memory.ts";
import { phases } from "./phase.ts";

/** The parts of a run folder, which needs nothing beside itself. */
export const runFolder = (root: string) => ({
  root,
  config: join(root, "config.yaml"),
  status: join(root, "status.json"),
  metrics: join(root, "metrics.jsonl"),
  checkpoints: join(root, "checkpoints"),
  teacher: join(root, "teacher"),
  samples: join(root, "samples"),
  teacherCurve: join(root, "teacher-curve.json"),
  code: join(root, "code"),
  trackers: join(root, "trackers"),
  report: join(root, "report.html"),
  lock: join(root, "run.lock"),
});
export type RunFolder = ReturnType<typeof runFolder>;

const statusSchema = z.object({
  name: z.string(),
  status: z.enum(["running", "completed", "not-converged", "collapsed", "diverged", "interrupted", "failed"]),
  /** Why, in one sentence, where there is more to say than the status. */
  reason: z.string().optional(),
  seed: z.int(),
  backend: z.string(),
  /** Threads of one step, where it was said how many. */
  threads: z.int().positive().optional(),
  started: z.iso.datetime(),
  /** Time spent computing, over all resumptions. */
  seconds: z.number(),
  configHash: z.string(),
  version: z.string(),
  phase: z.enum(phases),
  step: z.int(),
  /** How many samples the metrics have seen, on either side. */
  samples: z.int().positive().optional(),
  metrics: numbers.default({}),
  /** The same metrics between two sets of real samples: no student can do better than that. */
  floors: numbers.default({}),
  /** The same metrics for a Gaussian with the data's mean and covariance: what a student must beat. */
  baselines: numbers.default({}),
  teacher: numbers.default({}),
  goals: z.record(z.string(), z.enum(["minimize", "maximize"])).default({}),
  /** What the networks of the distillation take. */
  memory: memorySchema.optional().catch(undefined), // earlier versions named its parts otherwise
  warnings: z.array(z.string()).default([]),
});

/** What `status.json` says of a run. */
export type RunStatus = z.output<typeof statusSchema>;

export const writeStatus = (folder: RunFolder, status: RunStatus): Promise<void> =>
  writeDurably(folder.status, jsonFile(status));

/** The status of a run, or undefined where the folder holds none. */
export async function readStatus(folder: RunFolder): Promise<RunStatus | undefined> {
  const text = await readFile(folder.status, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new TweedieError({ where: folder.status, what: "is not the status of a run" }, { cause });
  }
}
