import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";

/** Paths of the locks that this process holds. A lock with this process's id that is not in the set is of an earlier process. */
const heldPaths = new Set<string>();

const holderSchema = z.object({ pid: z.int(), host: z.string() });

type Holder = z.output<typeof holderSchema>;
type Release = () => Promise<void>;

/**
 * Acquires the lock of a run folder, so that only this process writes it. The lock of a dead process is taken over. If the caller
 * guarantees that no other process writes the folder (`owned`), the lock of any other process is taken over, on other hosts too.
 *
 * @returns a function that releases the lock
 * @throws TweedieError if another process holds the lock
 */
export async function lockRunFolder(path: string, { owned = false } = {}): Promise<Release> {
  const result = await tryLock(path, { owned });
  if (typeof result === "function") return result;
  throw new TweedieError({
    where: path,
    what: `another run writes this folder: process ${result.pid} on ${result.host}`,
    fix: "wait for it, or choose another folder with --out; if that process is gone, delete the lock file",
  });
}

/** Acquires a lock if it is free. Returns a function that releases it, or the process that holds it. */
export async function tryLock(path: string, { owned = false } = {}): Promise<Release | Holder> {
  for (;;) {
    if (await createLockFile(path)) {
      heldPaths.add(path);
      return async () => {
        await rm(path, { force: true });
        heldPaths.delete(path);
      };
    }
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    const holder = await lockHolder(path);
    if (holder && !(owned && !heldPaths.has(path))) return holder;
    // If the lock was released after the attempt above, the file may by now be another process's lock and is not removed.
    if (exists) await rm(path, { force: true });
  }
}

/** Creates the lock file with its content in one atomic step, also on network file systems. Returns false if it exists. */
async function createLockFile(path: string): Promise<boolean> {
  const temporary = `${path}.${hostname()}-${process.pid}-${++temporaryFiles}`;
  await writeFile(temporary, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

let temporaryFiles = 0;

/** Returns the live process that holds a lock. A process on another host counts as alive. */
export async function lockHolder(path: string): Promise<Holder | undefined> {
  const holder = await readHolder(path);
  return holder && (holder.host !== hostname() || isAlive(holder.pid, path)) ? holder : undefined;
}

async function readHolder(path: string) {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // not a lock file, or incomplete after a power failure
  }
}

function isAlive(pid: number, path: string): boolean {
  if (pid === process.pid) return heldPaths.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
