import type { Phase } from "./run/phase.ts";
import type { TeacherSource } from "./teacher-phase.ts";
import type { RunStatus } from "./run/run-folder.ts";

type Numbers = Readonly<Record<string, number>>;

/** What a run tells while it goes on: plain data, one JSON line each under `--json`. */
export type RunEvent =
  | { event: "start"; name: string; run: string; backend: string; seed: number; phases: Partial<Record<Phase, number>> }
  /** The run goes on where it stopped. */
  | { event: "resume"; phase: Phase; step: number }
  /** Something is made by another process, and waited for. */
  | { event: "wait"; reason: string }
  /** The teacher's weights are there: trained before, or a closed form. */
  | { event: "teacher"; source: TeacherSource }
  | { event: "progress"; phase: Phase; step: number; steps: number; losses: Numbers; rate: number; eta: number }
  /** A row of the log. `measured`: it holds metrics, and not the losses alone. */
  | { event: "metrics"; phase: Phase; step: number; values: Numbers; measured: boolean }
  /** A point of the teacher's curve. */
  | { event: "curve"; sampler: string; evaluations: number; values: Numbers }
  | { event: "warning"; message: string }
  /** A tracker shows the run, and there people look. */
  | { event: "tracking"; tracker: string; place: string }
  | {
      event: "done";
      run: string;
      status: RunStatus["status"];
      reason?: string | undefined;
      metrics: Numbers;
      floors: Numbers;
      seconds: number;
    };

export type OnEvent = (event: RunEvent) => void;
