import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { NDArrays } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import type { Phase } from "../run/phase.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { DrawTask } from "./draw-thread.ts";
import { createRing, take } from "./ring.ts";

/** Steps that are drawn ahead: enough for a thread that now and then has to wait for a core. */
const slots = 8;

/** A phase of a run, from a step on. */
export interface Ahead {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  readonly phase: Phase;
  readonly first: number;
  readonly steps: number;
  /** Draws of any step. */
  readonly like: NDArrays;
}

export interface DrawnAhead {
  /** The draws of a step, if they are there already. Steps are asked for in order. */
  take(step: number): NDArrays | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a thread that draws the steps of a phase before they are computed: ONNX Runtime computes in the thread that calls it.
 *
 * What fails in it is for nobody to hear: the steps that it does not draw are drawn by who asks for them, and fail there.
 * Undefined where the options of a plugin are such that no thread can be told them.
 */
export function drawAhead({ experiment, folder, phase, first, steps, like }: Ahead): DrawnAhead | undefined {
  const ring = createRing(like, { slots, first });
  const task: DrawTask = { settings: experiment.settings, slots: slotsFor(experiment, folder), phase, steps, ring };
  let thread: Worker;
  try {
    thread = new Worker(new URL("./draw-thread.mjs", import.meta.url), { workerData: task });
  } catch (error) {
    if ((error as Error).name === "DataCloneError") return undefined;
    throw error;
  }
  thread.on("error", () => undefined);
  thread.unref();
  return {
    take: (step) => take(ring, step),
    stop: async () => void (await thread.terminate()),
  };
}

/** The places that draws can depend on. A plugin that is a file may have been edited since: the run's copy was not. */
const slotsFor = ({ slots }: Experiment, { root }: RunFolder): DrawTask["slots"] =>
  slots
    .filter(({ role }) => role !== "metric" && role !== "tracker")
    .map(({ path, role, use, file, code, options }) => {
      return { path, role, use, options, file: code ? join(root, code.use) : file };
    });
