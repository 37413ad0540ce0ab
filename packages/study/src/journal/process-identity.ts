import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process, so that another one on the same machine can tell whether it still lives. */
export interface ProcessIdentity {
  /** The machine since its start, and on Linux the space that its process numbers belong to. */
  readonly host: string;
  readonly pid: number;
  /** When it began, by the machine's own count: numbers of processes are given again. */
  readonly start: string;
}

/** This process. */
export const ownIdentity: ProcessIdentity = {
  host: [hostname(), reading("/proc/sys/kernel/random/boot_id").trim(), namespace()].filter(Boolean).join("/"),
  pid: process.pid,
  start: startOf(process.pid),
};

/** Whether a process is known to be gone. Of one on another machine nothing is known. */
export function isGone({ host, pid, start }: ProcessIdentity): boolean {
  if (host !== ownIdentity.host) return false;
  if (pid === ownIdentity.pid) return start !== ownIdentity.start;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  return start !== startOf(pid);
}

/** The start of a process in clock ticks, on Linux: the 22nd field, counted from behind the name, which may hold anything. */
function startOf(pid: number): string {
  const stat = reading(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function namespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function reading(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
