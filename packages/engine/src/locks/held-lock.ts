import { existsSync, readFileSync, rmSync } from "node:fs";
import { successorPath } from "./lock-chain.ts";
import { heldTokens } from "./holder-state.ts";

/** A lock that this process holds. */
export interface HeldLock {
  readonly path: string;
  /** Content of the lock file. */
  readonly text: string;
  /**
   * False if the lock is lost: the file was removed, or another process has taken the lock over while this one was suspended for longer
   * than its lease.
   */
  isHeld(): boolean;
  /** Removes the lock file, unless the lock is lost. */
  release(): void;
}

/** The lock whose file this process has put in place. */
export function holdLock(path: string, text: string, token: string): HeldLock {
  heldTokens.add(token);
  const isHeld = () => readOptional(path) === text && !existsSync(successorPath(path, token));
  return {
    path,
    text,
    isHeld,
    release: () => {
      if (isHeld()) rmSync(path, { force: true });
      heldTokens.delete(token);
    },
  };
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
