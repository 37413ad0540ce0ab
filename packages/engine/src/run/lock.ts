import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";

/** Locks that this process holds: a lock with our number that is not among them is of an earlier process. */
const held = new Set<string>();

const holderSchema = z.object({ pid: z.int(), host: z.string() });

type Holder = z.output<typeof holderSchema>;
type Release = () => Promise<void>;

/**
 * Makes this process the only one that writes a run folder. Returns the release. A dead holder's lock is taken over, and where
 * the folder is `owned`, that of any other process: whoever gave us the folder knows that it is dead, be it on another host.
 */
export async function lock(path: string, { owned = false } = {}): Promise<Release> {
  const got = await tryLock(path, { owned });
  if (typeof got === "function") return got;
  throw new TweedieError({
    where: path,
    what: `another run writes this folder: process ${got.pid} on ${got.host}`,
    fix: "wait for it, or choose another folder with --out; if that process is gone, delete the lock file",
  });
}

/** The release of a lock that is ours from now on, or who has it. */
export async function tryLock(path: string, { owned = false } = {}): Promise<Release | Holder> {
  for (;;) {
    if (await create(path)) {
      held.add(path);
      return async () => {
        await rm(path, { force: true });
        held.delete(path);
      };
    }
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    const holder = await holderOf(path);
    if (holder && !(owned && !held.has(path))) return holder;
    // One that was released between these lines is not there to be removed: the next may hold it already.
    if (isThere) await rm(path, { force: true });
  }
}

/** Whether the file was not there. It appears with all that is in it, on network file systems too. */
async function create(path: string): Promise<boolean> {
  const temporary = `${path}.${hostname()}-${process.pid}-${++created}`;
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

let created = 0;

/** The process that writes a run folder now. One on another host counts as alive. */
export async function holderOf(path: string): Promise<Holder | undefined> {
  const holder = await readHolder(path);
  return holder && (holder.host !== hostname() || isAlive(holder.pid, path)) ? holder : undefined;
}

async function readHolder(path: string) {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // not ours, or torn by a power cut
  }
}

function isAlive(pid: number, path: string): boolean {
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
