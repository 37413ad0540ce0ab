import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memoryCgroup } from "../needs.ts";

/** A cgroup with a limit of memory. The kernel kills a process in it that needs more. */
export interface MemoryLimit {
  /** Command that starts the command line given after it in the cgroup. */
  readonly wrapper: readonly string[];
  readonly remove: () => void;
}

let created = 0;

/** Creates a cgroup whose processes may use some MiB together. */
export function limitMemory(mebibytes: number): MemoryLimit {
  const path = join(memoryCgroup(), `tweedie-faults-${process.pid}-${++created}`);
  mkdirSync(path);
  const set = (file: string, value: number): void => {
    if (existsSync(join(path, file))) writeFileSync(join(path, file), String(value));
  };
  const bytes = mebibytes * 2 ** 20;
  set("memory.limit_in_bytes", bytes); // version 1
  set("memory.max", bytes); // version 2
  set("memory.swap.max", 0);
  return {
    wrapper: ["bash", "-c", 'echo $$ > "$1/cgroup.procs"; shift; exec "$@"', "limited", path],
    remove: () => rmdirSync(path),
  };
}
