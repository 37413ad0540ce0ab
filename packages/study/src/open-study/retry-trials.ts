import type { ReplayState } from "../state/replay-state.ts";
import type { TrialFilter } from "../state/study-state.ts";
import type { StudyContext } from "./study-context.ts";

/** Puts failed trials back into the queue. Returns their numbers. */
export async function retryTrials({ journal, replay }: StudyContext, which: TrialFilter): Promise<readonly number[]> {
  let trials: readonly number[] = [];
  await journal.write(() => {
    trials = failedTrials(replay, which);
    return trials.length > 0 ? [{ op: "retry", trials }] : [];
  });
  return trials;
}

/** Resumes a stopped sweep and retries all failed trials. */
export const resumeSweep = ({ journal, replay }: StudyContext): Promise<void> =>
  journal.write(() => {
    const trials = failedTrials(replay, {});
    return [
      ...(replay.stopped ? [{ op: "resume" } as const] : []),
      ...(trials.length > 0 ? [{ op: "retry", trials } as const] : []),
    ];
  });

const failedTrials = (replay: ReplayState, { trials, configurations }: TrialFilter): readonly number[] =>
  replay.trials
    .filter(({ status }) => status === "failed")
    .filter(({ trial }) => trials === undefined || trials.includes(trial))
    .filter(({ configuration }) => configurations === undefined || configurations.includes(configuration))
    .map(({ trial }) => trial);
