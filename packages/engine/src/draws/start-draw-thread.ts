import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { NDArrays } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import type { Phase } from "../run/phase.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { createDrawBuffer, takeDraws } from "./draw-buffer.ts";
import type { DrawTask } from "./draw-thread.ts";

/** Number of steps that are drawn ahead: enough for a thread that sometimes waits for a core. */
const capacity = 8;

/** The steps to draw: a phase of a run from step `first` on. */
export interface DrawThreadOptions {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  readonly phase: Phase;
  readonly first: number;
  readonly steps: number;
  /** Draws of any step. */
  readonly like: NDArrays;
}

export interface DrawThread {
  /** Returns the draws of a step if the thread has made them. Steps must be requested in order. */
  take(step: number): NDArrays | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a thread that draws the steps of a phase ahead, because ONNX Runtime computes in the thread that calls it.
 *
 * Errors in the thread are ignored: the caller draws the steps that the thread does not draw, and then meets the same error.
 * Returns undefined if the options of a plugin cannot be sent to a thread.
 */
export function startDrawThread(options: DrawThreadOptions): DrawThread | undefined {
  const { experiment, folder, phase, first, steps, like } = options;
  const buffer = createDrawBuffer(like, { capacity, first });
  const task: DrawTask = { settings: experiment.settings, slots: slotsFor(experiment, folder), phase, steps, buffer };
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
    take: (step) => takeDraws(buffer, step),
    stop: async () => void (await thread.terminate()),
  };
}

/** Slots that draws can depend on. Plugins that are project files are read from the run's copy, because the original may be edited. */
const slotsFor = ({ slots }: Experiment, { root }: RunFolder): DrawTask["slots"] =>
  slots
    .filter(({ role }) => role !== "metric" && role !== "tracker")
    .map(({ path, role, use, file, code, options }) => {
      return { path, role, use, options, file: code ? join(root, code.use) : file };
    });
