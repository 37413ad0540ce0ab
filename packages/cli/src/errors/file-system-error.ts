import { exitCodes, TweedieError } from "@tweedie/core";

/** Error codes whose cause lies with the user's file system. ENOENT is not one of them: a missing file may be a bug. */
const messages: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EEXIST: "exists and is not a folder",
  ENOTDIR: "a parent of this path is not a folder",
  EISDIR: "is a folder, expected a file",
  ENOSPC: "no space left on the disk",
  EDQUOT: "disk quota exceeded",
  EROFS: "the file system is read-only",
};

/** Returns an error of the file system that the user can fix as a TweedieError, and any other error unchanged. */
export function asFileSystemError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code = "", path } = thrown as NodeJS.ErrnoException;
  const what = Object.hasOwn(messages, code) ? messages[code] : undefined;
  if (what === undefined) return thrown;
  return new TweedieError({ where: path ?? "disk", what }, { cause: thrown, exitCode: exitCodes.failed });
}
