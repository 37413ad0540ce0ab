import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Check } from "./check.ts";
import { numbersOf } from "./numbers.ts";
import { removeFolder } from "./remove-folder.ts";
import { FirstFailure, type Tally, TimeIsOver } from "./tally.ts";

/** A check on one build: on the repository, or on a copy with a mend taken out. */
export interface Attempt {
  readonly check: Check;
  /** Root of the repository. */
  readonly root: string;
  readonly build: string;
  readonly seed: number;
  readonly times: number;
  readonly tally: Tally;
  /** Ends the attempt, which then throws `TimeIsOver`. */
  readonly signal: AbortSignal;
}

/**
 * Carries a check out in this process, in a folder of its own. Returns at the check's end, or where the limits of the tally end it.
 *
 * @throws Error if the check itself fails.
 */
export async function attemptHere({ check, root, build, seed, times, tally }: Omit<Attempt, "signal">): Promise<void> {
  const { id, run } = check;
  const folder = mkdtempSync(join(tmpdir(), `tweedie-${id}-`));
  try {
    await run({ build, reference: root, folder, times, numbers: numbersOf(seed, id), tally });
  } catch (error) {
    if (error instanceof FirstFailure || error instanceof TimeIsOver) return;
    throw new Error(`the check ${id} cannot be carried out: ${(error as Error).message}`, { cause: error });
  } finally {
    removeFolder(folder);
  }
}
