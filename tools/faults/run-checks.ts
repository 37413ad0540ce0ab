import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attempt } from "./attempt.ts";
import { copyBuild } from "./build.ts";
import type { Check } from "./check.ts";
import { missing } from "./needs.ts";
import type { CheckResult } from "./results.ts";
import { createTally, failed, injected, TimeIsOver } from "./tally.ts";

export interface RunSettings {
  readonly root: string;
  readonly seed: number;
  readonly part: "soak" | "ci";
  /** Faults of each check. Default: its own number. */
  readonly times?: number;
  /** Seconds after which a check ends with the faults that it has injected; its control is not counted. Default: no limit. */
  readonly seconds?: number;
  /** Ends the soak: what has not been carried out to its end then counts as untried. */
  readonly signal: AbortSignal;
  /** Carries a check out on a build. Throws `TimeIsOver` if the signal is aborted. */
  readonly attempt: (attempt: Attempt) => Promise<void>;
  /** Checks at a time. */
  readonly jobs: number;
  readonly onResult: (result: CheckResult) => void;
}

/** Runs checks, some at a time, and returns their results in the order of the checks. */
export async function runChecks(checks: readonly Check[], settings: RunSettings): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await runCheck(next[1], settings);
      results[next[0]] = result;
      settings.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: settings.jobs }, work));
  return results;
}

/** True if nothing failed, something was injected, and the control did fail. A check that was not tried is no failure. */
export const isGreen = ({ untried, counts, control }: CheckResult): boolean =>
  untried !== undefined || (failed(counts) === 0 && injected(counts) > 0 && control.red);

async function runCheck(check: Check, settings: RunSettings): Promise<CheckResult> {
  const { id, group, fault, done, needs = [], times } = check;
  const begun = performance.now();
  const tally = createTally({ ...(settings.seconds !== undefined && { seconds: settings.seconds }) });
  let control = { red: false, detail: "not run" };
  let untried = settings.signal.aborted ? noTime : undefined;
  const lacking = untried === undefined ? missing(needs) : undefined;
  if (lacking !== undefined) untried = `needs: ${lacking}`;
  if (untried === undefined) {
    const { root: build } = settings;
    const given = { ...settings, check, build, times: settings.times ?? times[settings.part], tally };
    try {
      await settings.attempt(given);
      control = await runControl(check, settings);
    } catch (error) {
      // An error of the check itself is a failure too, so that it is not overlooked.
      if (!(error instanceof TimeIsOver)) tally.record("crashed", (error as Error).message);
    }
    // Without its control, a check has proved nothing. What it has found to fail counts nevertheless.
    if (settings.signal.aborted && !control.red && failed(tally.counts) === 0) untried = noTime;
  }
  const { counts, failures, measured } = tally;
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const outcome = { counts, failures: [...failures], measured, seconds };
  return { id, group, fault, done, untried, ...outcome, control: { without: check.control.without, ...control } };
}

/** Reason of a check that was not carried out to its end before the soak ended. */
export const noTime = "needs more time than the soak had";

/** Runs a check on a build without its mend. It is red as soon as one fault does harm. */
async function runControl(check: Check, settings: RunSettings): Promise<{ red: boolean; detail: string }> {
  const folder = mkdtempSync(join(tmpdir(), `tweedie-control-`));
  const tally = createTally({ stopAtFailure: true });
  try {
    copyBuild(settings.root, folder, check.control.edits);
    const times = settings.part === "ci" ? check.times.ci : (check.control.times ?? check.times.soak);
    await settings.attempt({ ...settings, check, build: folder, times, tally });
    return { red: failed(tally.counts) > 0, detail: tally.failures[0] ?? "no failure was seen" };
  } catch (error) {
    return { red: false, detail: error instanceof TimeIsOver ? noTime : (error as Error).message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
