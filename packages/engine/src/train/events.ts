import type { DataSummary } from "@tweedie/core";
import type { SamplerName } from "@tweedie/diffusion";
import type { MetricValues } from "../evaluate/metric-values.ts";
import type { MemoryEstimate } from "../memory/describe-memory.ts";
import type { Phase } from "../run/phase.ts";
import type { RunStatus } from "../run/run-folder.ts";
import type { SigmaRange } from "../sampling/sigma-range.ts";
import type { TeacherSource } from "../weights/teacher-store.ts";

/** An event of a run: plain data, printed as one JSON line under `--json`. */
export type RunEvent =
  | {
      event: "start";
      name: string;
      run: string;
      backend: string;
      /** Device and library of the backend, if it states them. */
      device?: string;
      /** Settings of that library, in words. */
      settings?: string;
      /** Reason for the backend, if it was chosen automatically. */
      reason?: string;
      seed: number;
      phases: Partial<Record<Phase, number>>;
    }
  /** Data that were read from files. */
  | ({ event: "data" } & DataSummary)
  /** Estimated memory, in bytes, if it is large. */
  | ({ event: "memory" } & MemoryEstimate)
  /** The run continues from a checkpoint. */
  | { event: "resume"; phase: Phase; step: number }
  /** The run waits for a result of another process. */
  | { event: "wait"; reason: string }
  /** The teacher's weights are available. */
  | { event: "teacher"; source: TeacherSource }
  /** A model with a network of its own begins with those weights of the teacher that fit it. Numbers are counts of weights. */
  | { event: "copied"; model: "student" | "fakeScore"; copied: number; weights: number; random: readonly string[] }
  /** The pairs of latents and samples of the teacher that the loss asks for. `evaluations` is the number of network evaluations of one. */
  | { event: "pairs"; count: number; evaluations: number; source: "cache" | "sampled" }
  /** The run does something that is not training. `done` of `total` if it is known; `eta` as of `progress`. */
  | { event: "activity"; activity: string; done?: number; total?: number; eta?: number; isRough?: boolean }
  /**
   * `images` is `step` times the batch, `rate` in steps per second. `eta` is the remaining time of the whole run in seconds, not a number if
   * it is unknown; `isRough` if parts of it have not been measured yet.
   */
  | {
      event: "progress";
      phase: Phase;
      step: number;
      steps: number;
      images: number;
      losses: MetricValues;
      rate: number;
      eta: number;
      isRough: boolean;
    }
  /** A row of the log. `measured` is true if it has metrics in addition to losses. */
  | { event: "metrics"; phase: Phase; step: number; values: MetricValues; measured: boolean }
  /** A point of the teacher curve: the best sampler and range of noise levels, in standard deviations of the data. */
  | { event: "curve"; sampler: SamplerName; range: SigmaRange; evaluations: number; values: MetricValues }
  | { event: "warning"; message: string }
  /** A tracker shows the run. `place` is the URL or command with which users find it. */
  | { event: "tracking"; tracker: string; place: string }
  /** A tracker lacks rows of the run or its outcome at the end. `tweedie sync` sends them. */
  | { event: "unsent"; tracker: string; reason: string }
  | {
      event: "done";
      run: string;
      status: RunStatus["status"];
      reason?: string | undefined;
      metrics: MetricValues;
      floors: MetricValues;
      seconds: number;
    };

export type OnEvent = (event: RunEvent) => void;
