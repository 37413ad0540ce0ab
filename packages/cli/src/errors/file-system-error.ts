import { exitCodes, TweedieError } from "@tweedie/core";

/**
 * Errors whose cause is the machine: its disk, its limits, a name that the user gave.
 *
 * ENOENT is not one of them: a missing file may be a bug.
 */
const messages: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EEXIST: "exists and is not a folder",
  ENOTDIR: "a parent of this path is not a folder",
  EISDIR: "is a folder, expected a file",
  ENOTEMPTY: "the folder is not empty",
  ENAMETOOLONG: "the name is too long for the file system",
  EILSEQ: "the file system cannot represent this name",
  ELOOP: "a loop of symbolic links",
  EXDEV: "is on another file system",
  EFBIG: "the file exceeds the limit of the file system or of `ulimit -f`",
  ENOSPC: "no space left on the disk",
  EDQUOT: "disk quota exceeded",
  EROFS: "the file system is read-only",
  EIO: "the disk reports an error",
  ESTALE: "the network file system has lost this file",
  ETIMEDOUT: "the file system does not answer",
  ENODEV: "the device is gone",
  ENXIO: "the device is gone",
  EBUSY: "in use by another program",
  ETXTBSY: "in use by another program",
  EMLINK: "too many links",
  EMFILE: "too many open files: the limit of the process, `ulimit -n`, is reached",
  ENFILE: "too many open files on this machine",
  ENOMEM: "not enough memory",
  EAGAIN: "the machine allows no further processes or threads",
};

/** Description of an error of the file system; undefined for other errors. */
export function fileSystemProblem(thrown: unknown): string | undefined {
  const { code = "" } = thrown as NodeJS.ErrnoException;
  return Object.hasOwn(messages, code) ? messages[code] : undefined;
}

/** Returns an error of the file system as a TweedieError with its path, and any other error unchanged. Causes are searched, too. */
export function asFileSystemError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof TweedieError) return thrown;
  const { syscall, path, dest, code } = thrown as NodeJS.ErrnoException & { dest?: string };
  // A process whose working folder was deleted.
  if (code === "ENOENT" && syscall === "uv_cwd") return deletedFolder(thrown);
  const what = fileSystemProblem(thrown);
  if (what === undefined) return thrown.cause === undefined ? thrown : orElse(asFileSystemError(thrown.cause), thrown);
  // The destination is the name that was given: the source of a rename is a temporary name.
  const where = dest ?? path ?? (syscall === "spawn" ? "new process" : "disk");
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  const fix = isFull ? "free some space; the same command then continues an interrupted run" : undefined;
  return new TweedieError({ where, what, fix }, { cause: thrown, exitCode: exitCodes.failed });
}

/** An error of a working folder that no longer exists. */
const deletedFolder = (cause?: unknown): TweedieError =>
  new TweedieError(
    {
      where: "working folder",
      what: "was deleted",
      fix: "change to a folder that exists, also if it has the same name",
    },
    { cause, exitCode: exitCodes.failed },
  );

const orElse = (found: unknown, thrown: Error): unknown => (found instanceof TweedieError ? found : thrown);
