import { exitCodes, TweedieError } from "@tweedie/core";

/** What a disk refuses for reasons that lie with the user, by the code of the error. What is missing may be a defect of ours. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: "there is no permission",
  EPERM: "there is no permission",
  EEXIST: "is there already, and is no folder",
  ENOTDIR: "lies in what is no folder",
  EISDIR: "is a folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  EROFS: "the disk can only be read",
};

/** An error of the disk's as one that a person can mend, any other as it is. */
export function refusedByDisk(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code = "", path } = thrown as NodeJS.ErrnoException;
  const what = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (what === undefined) return thrown;
  return new TweedieError({ where: path ?? "disk", what }, { cause: thrown, exitCode: exitCodes.failed });
}
