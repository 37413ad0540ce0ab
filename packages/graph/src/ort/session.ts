import { createRequire } from "node:module";
import { TweedieError } from "@tweedie/core";
import type * as ort from "onnxruntime-node";

export type Ort = typeof ort;

/** ONNX Runtime, which is a native library and not everywhere to be had. */
export function loadOrt(): Ort {
  try {
    return createRequire(import.meta.url)("onnxruntime-node") as Ort;
  } catch (error) {
    throw new TweedieError(
      {
        where: "backend ort",
        what: `onnxruntime-node does not load: ${String(error)}`,
        fix: "npm install onnxruntime-node, or --backend wasm",
      },
      { cause: error },
    );
  }
}

/**
 * How long a thread that waits for another keeps its core busy.
 *
 * As long as ONNX Runtime would have it, a step on two threads took four times as long as with this wherever other processes
 * used the cores too: each thread waits for one that is not running.
 */
const spinMicroseconds = "20";

/**
 * Bytes of all values of a step up to which the runtime plans where they lie, once for all runs.
 *
 * A small step takes two thirds of the time with a plan. For a large one it makes none, and the plan is memory beside that of the
 * first run, which went without: a U-Net's process took 1.5 GiB with it and 1 GiB without.
 */
const plannedBytes = 2 ** 30;

/**
 * Bytes of all values of a step from which several threads are faster than one.
 *
 * An MLP 3x64 takes as long or half as long again with two threads as with one at 128 and 256 samples (13 and 22 MiB), as long at
 * 512 (40 MiB), and an MLP 3x128 0.8 to 0.9 of it (50 MiB and more): threads wait for each other at every node.
 */
const threadedBytes = 2 ** 25;

/** How a model is run. */
export interface SessionSettings {
  /** At most. */
  readonly threads: number;
  /** Whether our passes have been over it. A model of others is the runtime's to simplify. */
  readonly simplified?: boolean;
  /** Bytes of all values that it computes, where that is known. */
  readonly bytes?: number;
}

/** How many threads a model runs on. */
export const threadsOf = ({ threads, simplified = false, bytes = 0 }: SessionSettings): number =>
  simplified && bytes < threadedBytes ? 1 : threads;

/** Nodes run one after another; in parallel, with one thread each, a step took twice as long. */
export const sessionOptions = (settings: SessionSettings): ort.InferenceSession.SessionOptions => ({
  enableMemPattern: (settings.bytes ?? 0) <= plannedBytes,
  executionProviders: ["cpu"],
  executionMode: "sequential",
  graphOptimizationLevel: settings.simplified ? "disabled" : "all",
  intraOpNumThreads: threadsOf(settings),
  interOpNumThreads: 1,
  extra: { session: { intra_op: { spin_duration_us: spinMicroseconds }, force_spinning_stop: "1" } },
  logSeverityLevel: 3,
});

/**
 * A session that gives the same bits whenever it gets the same numbers and `threads`: each node splits its work by their
 * count alone.
 */
export const createSession = (
  runtime: Ort,
  model: Uint8Array,
  settings: SessionSettings,
): Promise<ort.InferenceSession> => runtime.InferenceSession.create(model, sessionOptions(settings));
