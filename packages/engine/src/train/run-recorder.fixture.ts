import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect } from "vitest";
import { type OnEvent, run, runFolder, validateExperiment } from "../index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import type { Phase } from "../run/phase.ts";

/** A folder with one experiment, its runs and their cache. It is deleted after the tests of the file. */
export interface RunRecorder {
  readonly folder: string;
  readonly experimentFile: string;
  /** Runs until a step is logged, or to the end. Runs of one name continue each other. */
  runTo(name: string, stopAt?: { phase: Phase; step: number }, options?: RecorderOptions): ReturnType<typeof run>;
  /** Everything that a run leaves and that does not depend on time: status, log, checkpoint and samples. */
  record(name: string): Promise<RecordedRun>;
}

interface RecorderOptions {
  readonly overrides?: readonly string[];
  readonly onEvent?: OnEvent;
  /** Aborting it ends the run. */
  readonly signal?: AbortSignal;
  /** Clock of the run in milliseconds. */
  readonly clock?: () => number;
  /** True if the run may use the cached teacher. By default the cache is emptied, so that each run trains its teacher. */
  readonly cached?: boolean;
}

type RecordedRun = Awaited<ReturnType<typeof readRecord>>;

/** Creates the folder of an experiment. */
export function createRunRecorder(yaml: string): RunRecorder {
  const folder = temporaryFolder({ "tiny.yaml": yaml }, afterAll);
  const [experimentFile, cache] = [join(folder, "tiny.yaml"), join(folder, "cache")];
  process.env["TWEEDIE_CACHE"] = cache;
  return {
    folder,
    experimentFile,
    async runTo(name, stopAt, { overrides = [], onEvent, signal, clock, cached = false } = {}) {
      if (!cached) await rm(cache, { recursive: true, force: true });
      const experiment = await validateExperiment({ file: experimentFile, overrides });
      const controller = new AbortController();
      signal?.addEventListener("abort", () => controller.abort(signal.reason));
      return run({
        experiment,
        out: join(folder, name),
        signal: controller.signal,
        clock,
        onEvent(event) {
          onEvent?.(event);
          const isRow = event.event === "metrics" && event.phase === stopAt?.phase;
          if (isRow && event.step === stopAt?.step) controller.abort();
        },
      });
    },
    record: (name) => readRecord(join(folder, name)),
  };
}

async function readRecord(out: string) {
  const folder = runFolder(out);
  const { metrics, floors, teacher, status } = JSON.parse(await readFile(folder.status, "utf8")) as Record<
    string,
    unknown
  >;
  return {
    ...{ metrics, floors, teacher, status },
    log: await readFile(folder.metrics, "utf8"),
    checkpoint: await loadCheckpoint(folder.checkpoints, (message) => expect.fail(message)),
    samples: await readFile(join(folder.samples, "student.npy")),
  };
}
