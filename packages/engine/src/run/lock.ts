import { open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";

/** Locks that this process holds: a lock with our number that is not among them is of an earlier process. */
const held = new Set<string>();

const holderSchema = z.object({ pid: z.int(), host: z.string() });

/** Makes this process the only one that writes a run folder. Returns the release. A dead holder's lock is taken over. */
export async function lock(path: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
      await file.close();
      held.add(path);
      return async () => {
        await rm(path, { force: true });
        held.delete(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = await holderOf(path);
      if (holder) {
        throw new TweedieError({
          where: path,
          what: `another run writes this folder: process ${holder.pid} on ${holder.host}`,
          fix: "wait for it, or choose another folder with --out; if that process is gone, delete the lock file",
        });
      }
      await rm(path, { force: true });
    }
  }
  throw new TweedieError({ where: path, what: "another run has just begun in this folder" });
}

/** The process that writes a run folder now. One on another host counts as alive. */
export async function holderOf(path: string): Promise<z.output<typeof holderSchema> | undefined> {
  const holder = await readHolder(path);
  return holder && (holder.host !== hostname() || isAlive(holder.pid, path)) ? holder : undefined;
}

async function readHolder(path: string) {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // torn by a crash between creation and writing
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
