import { createRequire } from "node:module";
import { TweedieError } from "@tweedie/core";
import type * as ort from "onnxruntime-node";
import { threadedBytes } from "./threaded-bytes.ts";

export type Ort = typeof ort;

/**
 * Loads ONNX Runtime, a native library. Since version 1.30 it sends usage data to its vendor by default; Tweedie turns that off, unless
 * the user has set `ORT_DISABLE_TELEMETRY`.
 *
 * @throws TweedieError if it is not installed or not available for the platform.
 */
export function loadOrt(): Ort {
  process.env.ORT_DISABLE_TELEMETRY ??= "1"; // read once, when the library loads
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
 * Time for which a waiting thread spins, in microseconds.
 *
 * With ONNX Runtime's default, a step on two threads took four times as long while other processes used the same cores: each
 * thread spun for one that was not scheduled.
 */
const spinMicroseconds = "20";

/**
 * Largest total size of a step's values, in bytes, for which the runtime keeps memory between runs, planned once for all of them.
 *
 * A larger step returns its memory after each run, so that sessions do not add up: an iteration of EDM's DDPM++ in micro-batches, four
 * sessions, took 4.8 GiB instead of 6.9 GiB, and a U-Net's update the same time (ratio 1.006). An MLP 3x256 would take 1.14 times as long.
 *
 * A small step takes two thirds of the time with a plan. For a large one there is no gain, and the plan's memory adds to that of the
 * first run, which has no plan: a U-Net's process took 1.5 GiB with it and 1 GiB without.
 */
const plannedBytes = 2 ** 30;

/** Properties of a model that determine its session's options. */
export interface SessionSettings {
  /** Largest number of threads. */
  readonly threads: number;
  /** True for a model of this package's compiler. Other models are optimised by the runtime. */
  readonly optimized?: boolean;
  /** Total size in bytes of all values that the model computes, if known. */
  readonly bytes?: number;
}

/** Number of threads that a model runs on. */
export const threadsOf = ({ threads, optimized = false, bytes = 0 }: SessionSettings): number =>
  optimized && bytes < threadedBytes ? 1 : threads;

const keepsMemory = ({ bytes = 0 }: SessionSettings): boolean => bytes <= plannedBytes;

/** Options of a session. Nodes run sequentially: in parallel, with one thread each, a step took twice as long. */
export const sessionOptions = (settings: SessionSettings): ort.InferenceSession.SessionOptions => ({
  enableCpuMemArena: keepsMemory(settings),
  enableMemPattern: keepsMemory(settings),
  executionProviders: ["cpu"],
  executionMode: "sequential",
  graphOptimizationLevel: settings.optimized ? "disabled" : "all",
  intraOpNumThreads: threadsOf(settings),
  interOpNumThreads: 1,
  extra: { session: { intra_op: { spin_duration_us: spinMicroseconds }, force_spinning_stop: "1" } },
  logSeverityLevel: 3,
});

/** Creates a session. Its results are bit-identical for equal inputs and `threads`, on which alone the partition of each node's work depends. */
export const createSession = (
  runtime: Ort,
  model: Uint8Array,
  settings: SessionSettings,
): Promise<ort.InferenceSession> => runtime.InferenceSession.create(model, sessionOptions(settings));
