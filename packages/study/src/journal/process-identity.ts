import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Identifies a process, so that another process of the same machine can test if it is alive. */
export interface ProcessIdentity {
  /** Host name; on Linux also the boot and the PID namespace. */
  readonly host: string;
  readonly pid: number;
  /** Start time in clock ticks since boot, because PIDs are reused; empty where unknown. */
  readonly start: string;
}

/** Identity of this process. */
export const ownIdentity: ProcessIdentity = {
  host: [hostname(), readOptional("/proc/sys/kernel/random/boot_id").trim(), pidNamespace()].filter(Boolean).join("/"),
  pid: process.pid,
  start: startOf(process.pid),
};

/** True if a process of this machine is known to have ended. Always false for other machines. */
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

/** Start time of a process on Linux: field 22 of `/proc/PID/stat`, counted after the name, which may contain spaces. */
function startOf(pid: number): string {
  const stat = readOptional(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function readOptional(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
