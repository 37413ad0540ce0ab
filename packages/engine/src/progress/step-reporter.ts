import type { Phase } from "../run/phase.ts";
import type { RunProgress } from "./run-progress.ts";
import type { RemainingTime } from "./remaining-time.ts";

/** Rate in steps per second, without the time of evaluations, and the remaining time of the whole run. */
export type StepRate = RemainingTime & { readonly rate: number };

/** Milliseconds between progress events. */
const interval = 100;

/** Creates a function that reports the progress of a phase that begins after step `from`, at most once per interval. */
export function createStepReporter(
  progress: RunProgress,
  { phase, from, steps }: { readonly phase: Phase; readonly from: number; readonly steps: number },
  clock = () => performance.now(),
): (step: number, report: (rate: StepRate) => void) => void {
  const [start, spent] = [clock(), progress.spent()];
  let last = 0;
  return (step, report) => {
    const now = clock();
    if (now - last < interval && step !== steps) return;
    last = now;
    const seconds = (now - start) / 1_000 - (progress.spent() - spent);
    progress.iterations(phase, steps - step, seconds / (step - from));
    report({ rate: (step - from) / seconds, ...progress.remaining() });
  };
}
