import type { TrustedFiles } from "@tweedie/engine";
import type { Claim, ReportAnswer, Study } from "../study.ts";
import type { Measurement } from "./messages.ts";
import { outcomeOf } from "./outcome.ts";
import { watchForSilence } from "./watch-for-silence.ts";
import type { WorkerProcess } from "./worker-process.ts";

export interface SupervisionOptions {
  readonly study: Study;
  /** Threads of the trial. */
  readonly threads: number;
  /** Plugins outside the project of the working folder that may run. */
  readonly trusted: TrustedFiles;
  /** Aborting it stops the trial after its step. */
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  /** Milliseconds without a sign of life after which the worker is ended. */
  readonly maxSilence?: number | undefined;
}

/**
 * Runs a claimed trial in a worker: sends heartbeats, passes on reports, and records the outcome. A worker without a sign of life is ended
 * and its trial given back.
 *
 * If this process was suspended for longer than its lease, the first heartbeat shows whether another agent has claimed the trial. If not,
 * the trial continues; otherwise its worker is ended and no outcome is recorded.
 *
 * Returns true if the worker can run another trial.
 */
export async function superviseTrial(
  claim: Claim,
  worker: WorkerProcess,
  options: SupervisionOptions,
): Promise<boolean> {
  const { study, threads, trusted, signal, onWarning, maxSilence } = options;
  const { metric, pruning } = study.plan;
  const { experiment, overrides, folder: out, lease } = claim;
  let [lost, pruned, silent] = [false, false, false];

  const onAnswer = (answer: ReportAnswer | "held"): void => {
    switch (answer) {
      case "held":
      case "continue":
        return;
      case "lost":
        lost = true;
        return worker.kill();
      case "prune":
        pruned = true;
        return worker.stop();
      case "stop":
        return worker.stop();
    }
  };
  // A failed write to the journal is ignored: the next heartbeat tries again.
  const attempt = (answer: Promise<ReportAnswer | "held">): Promise<void> => answer.then(onAnswer, () => undefined);
  let reports = Promise.resolve();
  const onMeasured = ({ step, samples, values }: Measurement) => {
    const value = values[metric.name];
    if (value === undefined) return;
    const resource = pruning?.resource === "samples" ? samples : step;
    reports = reports.then(() => attempt(study.report(claim, { resource, value })));
  };

  const heartbeat = setInterval(() => void attempt(study.renew(claim)), lease / 4);
  const watch = watchForSilence(worker, maxSilence, (seconds) => {
    silent = true;
    const which = `trial ${claim.trial}: its worker (process ${worker.pid ?? "unknown"})`;
    onWarning(`${which} has shown no sign of life for ${seconds} s; it is ended and the trial returns to the queue`);
    worker.kill();
  });
  const stop = () => worker.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const running = worker.run({ experiment, overrides, out, threads, lease, trusted }, onMeasured);
    if (signal.aborted) stop();
    const end = await running;
    await reports;
    if (silent) await study.giveBack(claim);
    else if (!lost) await study.finish(claim, outcomeOf(end, { pruned }));
    return end.type === "ended";
  } finally {
    clearInterval(heartbeat);
    watch.end();
    signal.removeEventListener("abort", stop);
  }
}
