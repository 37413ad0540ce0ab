import { rm } from "node:fs/promises";
import { temporaryPath } from "../locks/temporary-path.ts";
import { withPath, writeSynced } from "../run/write-durably.ts";

/** Bytes of a reserve: several times a `status.json`. */
const size = 65_536;

/** Space on a disk, held so that the last status of a run can be written when the disk is full. */
export interface DiskReserve {
  /** Calls `write`. If the disk is full, frees the space and calls it again. */
  use(write: () => Promise<void>): Promise<void>;
  free(): Promise<void>;
}

/** Reserves space beside a file. A process that is killed leaves a temporary file, which the next one removes. @throws Error of the file system if the disk is full */
export async function reserveDisk(path: string): Promise<DiskReserve> {
  const reserve = temporaryPath(path);
  const free = () => rm(reserve, { force: true });
  try {
    // Not zeros: some file systems store them without using space.
    await writeSynced(reserve, new Uint8Array(size).fill(0x2a));
  } catch (error) {
    await free();
    throw withPath(error, path);
  }
  const use = async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (!isFull(error)) throw error;
      await free();
      await write();
    }
  };
  return { use, free };
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
