import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyBuild } from "./build.ts";
import type { Check } from "./check.ts";
import { missing } from "./needs.ts";
import { numbersOf } from "./numbers.ts";
import type { CheckResult } from "./results.ts";
import { createTally, failed, FirstFailure, injected, type Tally, TimeIsOver } from "./tally.ts";

export interface RunSettings {
  readonly root: string;
  readonly seed: number;
  readonly part: "soak" | "ci";
  /** Faults of each check. Default: its own number. */
  readonly times?: number;
  /** Seconds after which a check ends with the faults that it has injected; its control is not counted. Default: no limit. */
  readonly seconds?: number;
  /** Time of `performance.now()` after which no check begins. Default: none. */
  readonly deadline?: number;
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
  const { id, group, fault, done, times } = check;
  const begun = performance.now();
  const untried = reasonNotToTry(check, settings);
  const tally = createTally({ ...(settings.seconds !== undefined && { seconds: settings.seconds }) });
  let control = { red: false, detail: "" };
  if (untried === undefined) {
    // An error of the check itself is a failure too, so that it is not overlooked.
    await attempt(check, {
      ...settings,
      build: settings.root,
      times: settings.times ?? times[settings.part],
      tally,
    }).catch((error: unknown) => tally.add("crashed", (error as Error).message));
    control = await runControl(check, settings);
  }
  const { counts, failures, measured } = tally;
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const outcome = { counts, failures: [...failures], measured, seconds };
  return { id, group, fault, done, untried, ...outcome, control: { without: check.control.without, ...control } };
}

/** Why a check was not begun after the deadline. */
export const noTime = "needs more time than the soak had";

function reasonNotToTry({ needs = [] }: Check, { deadline = Infinity }: RunSettings): string | undefined {
  const lacking = missing(needs);
  if (lacking !== undefined) return `needs: ${lacking}`;
  return performance.now() > deadline ? noTime : undefined;
}

/** Runs a check on a build without its mend. It is red as soon as one fault does harm. */
async function runControl(check: Check, settings: RunSettings): Promise<{ red: boolean; detail: string }> {
  const folder = mkdtempSync(join(tmpdir(), `tweedie-control-`));
  const tally = createTally({ stopAtFailure: true });
  try {
    copyBuild(settings.root, folder, check.control.edits);
    await attempt(check, { ...settings, build: folder, times: check.control.times ?? check.times.soak, tally });
    return { red: failed(tally.counts) > 0, detail: tally.failures[0] ?? "no failure was seen" };
  } catch (error) {
    return { red: false, detail: (error as Error).message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Attempt extends RunSettings {
  readonly build: string;
  readonly times: number;
  readonly tally: Tally;
}

/** Runs a check in a folder of its own. */
async function attempt({ id, run }: Check, { root, build, seed, times, tally }: Attempt): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `tweedie-${id}-`));
  try {
    await run({ build, reference: root, folder, times, numbers: numbersOf(seed, id), tally });
  } catch (error) {
    if (error instanceof FirstFailure || error instanceof TimeIsOver) return;
    throw new Error(`the check ${id} cannot be carried out: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
