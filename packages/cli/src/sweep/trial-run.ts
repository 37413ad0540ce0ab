import { relative } from "node:path";
import { shellPath, TweedieError } from "@tweedie/core";
import { readStatus, runFolder } from "@tweedie/engine";
import type { StudyState, TrialState } from "@tweedie/study";
import { sweepFolder, viewSweep } from "./find-sweep.ts";

const form = /^(.+)\/(?:best|trial-(\d+))\/?$/;

/**
 * Finds the run of a trial that the user named: `SWEEP/best`, the best trial of the best configuration, or `SWEEP/trial-N`. Undefined for
 * a name of another form, or without such a sweep.
 *
 * @throws TweedieError if the sweep has no such trial, or none that is complete
 */
export async function findTrialRun(name: string): Promise<string | undefined> {
  const [, sweep, number] = form.exec(name) ?? [];
  if (sweep === undefined || sweepFolder(sweep) === undefined) return undefined;
  const study = await viewSweep(sweep);
  const state = study.state();
  const { folder } =
    number === undefined ? bestTrial(name, state, study.plan.metric.goal) : trialAt(name, state, Number(number));
  const run = relative("", folder);
  if (await readStatus(runFolder(run))) return run;
  throw new TweedieError({ where: name, what: "has not begun", fix: `tweedie sweep status ${shellPath(sweep)}` });
}

function bestTrial(
  name: string,
  { best, configurations, trials }: StudyState,
  goal: "minimize" | "maximize",
): TrialState {
  const sign = goal === "minimize" ? 1 : -1;
  const complete = best === undefined ? [] : configurations[best]!.trials.map((trial) => trials[trial]!);
  const [first] = complete.filter(({ value }) => value !== undefined).sort((a, b) => sign * (a.value! - b.value!));
  if (first) return first;
  throw new TweedieError({ where: name, what: "no configuration is complete yet" });
}

function trialAt(name: string, { trials }: StudyState, number: number): TrialState {
  const trial = trials[number];
  if (trial) return trial;
  const what =
    trials.length === 0
      ? "the sweep has no trial yet"
      : `the sweep has no trial ${number}: they are 0 to ${trials.length - 1}`;
  throw new TweedieError({ where: name, what });
}
