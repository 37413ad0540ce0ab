import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { HeldLock } from "./held-lock.ts";
import { successorPath } from "./lock-chain.ts";
import { stateOfWriter } from "./temporary-path.ts";

/** Milliseconds without a change after which a temporary file of an unknown process counts as left behind. */
const patience = 3_600_000;

/** Temporary names of version 0.1.0. */
const formerNames = /\.(tmp-\d+|lock\.takeover)$|\.lock\..+-\d+-\d+$/;

/** Names of drafts in the cache of compiled steps and of stripped sources, and the milliseconds that one may take at most. */
const draftNames = /\.\d+(\.draft)?$/;
const draftPatience = 60_000;

export interface LeftoverOptions {
  /** True if no other process has a right to write the folder: files of processes that cannot be observed are removed too. */
  readonly exclusive?: boolean;
  /** True if folders in the folder are searched too. */
  readonly recursive?: boolean;
  /** True for the folder of the cache. */
  readonly cache?: boolean;
}

/**
 * Removes the files and folders under temporary names that processes left in a folder when they were killed. A lock must be held, whose
 * file tells the current time by the clock of the file system.
 *
 * Files of living processes stay. Those of processes that cannot be observed stay until they have not changed for an hour, unless the
 * caller has the folder for itself. Errors are ignored.
 */
export function removeLeftovers(lock: HeldLock, folder: string, options: LeftoverOptions = {}): void {
  const { exclusive = false, recursive = false, cache = false } = options;
  const now = modifiedAt(lock.path);
  for (const name of namesIn(folder, recursive)) {
    const path = join(folder, name);
    const isDraft = cache && draftNames.test(name);
    const state = isDraft || formerNames.test(name) ? "elsewhere" : stateOfWriter(name);
    if (state === undefined || state === "alive") continue;
    // Other processes may write the draft of a lock at any time.
    const isOnlyOurs = exclusive && !name.includes(".lock.");
    const isOld = now - modifiedAt(path) > (isDraft ? draftPatience : patience);
    if (state === "dead" || isOnlyOurs || isOld) remove(path);
  }
}

/** Removes the successors of earlier locks that processes left when they were killed during a takeover. */
export function removeSuccessors({ path, isHeld }: HeldLock): void {
  const prefix = basename(successorPath(path, ""));
  const names = namesIn(dirname(path), false).filter((name) => name.startsWith(prefix));
  // The successor of the held lock would mean that it is lost.
  if (names.length > 0 && isHeld()) for (const name of names) remove(join(dirname(path), name));
}

function namesIn(folder: string, recursive: boolean): readonly string[] {
  try {
    return readdirSync(folder, { recursive, encoding: "utf8" });
  } catch {
    return []; // there is no such folder, or it cannot be read
  }
}

/** Time of the last change, in milliseconds; infinite for a file that does not exist. */
function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Infinity;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It belongs to another user.
  }
}
