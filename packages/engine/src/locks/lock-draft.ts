import { linkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { temporaryPath } from "./temporary-path.ts";

/** A lock file that is written but not yet in place. */
export interface LockDraft {
  /** Current time by the clock of the file system, in milliseconds. */
  now(): number;
  /** Puts the file at a path in one step. Returns false if that path exists. */
  link(target: string): boolean;
  /** Replaces the file at a path. */
  replace(target: string): void;
  dispose(): void;
}

/** Creates the draft of a lock file. It is written on first use. */
export function createLockDraft(path: string, text: string): LockDraft {
  let file: { readonly path: string; readonly written: number; readonly at: number } | undefined;
  const write = () => {
    const temporary = temporaryPath(path);
    writeFileSync(temporary, text);
    return { path: temporary, written: statSync(temporary).mtimeMs, at: performance.now() };
  };
  const written = () => (file ??= write());
  return {
    now: () => written().written + (performance.now() - written().at),
    link: (target) => linkFile(written().path, target) ?? createFile(target, text),
    replace: (target) => renameSync(written().path, target),
    dispose: () => {
      if (file) rmSync(file.path, { force: true });
      file = undefined;
    },
  };
}

/** Links a file. Returns false if the target exists, and undefined on a file system without hard links. */
function linkFile(path: string, target: string): boolean | undefined {
  try {
    linkSync(path, target);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // A network file system may lose the answer to the first attempt and report that the target exists.
    if (code === "EEXIST") return statSync(path).nlink > 1;
    if (withoutLinks.has(code)) return undefined;
    throw error;
  }
}

const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Creates a file in two steps, so that it is incomplete for a moment. Returns false if it exists. */
function createFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
