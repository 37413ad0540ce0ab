import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { hasEnded, readLinuxProcess } from "./linux-process.ts";

/** Identifies a process among all processes of all machines. Fields that a system does not have are empty. */
export interface ProcessIdentity {
  /** Name of the host. */
  readonly host: string;
  /** Identifier of the boot of its machine. */
  readonly boot: string;
  /** Namespace in which its number counts: each container has its own. */
  readonly namespace: string;
  readonly pid: number;
  /** Start time in clock ticks since boot, because numbers of processes are used again. */
  readonly start: string;
}

/** `elsewhere`: the process cannot be observed, because it is of another machine, boot or container. */
export type ProcessState = "alive" | "dead" | "elsewhere";

/** Identity of this process. */
export const ownIdentity: ProcessIdentity = {
  host: hostname(),
  boot: optional(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  namespace: optional(() => readlinkSync("/proc/self/ns/pid")),
  pid: process.pid,
  start: readLinuxProcess(process.pid)?.start ?? "",
};

/** State of a process. A suspended process is alive; one that has ended, or whose number another process has, is dead. */
export function stateOfProcess(identity: ProcessIdentity): ProcessState {
  if (!isObservable(identity)) return "elsewhere";
  const { pid, start } = identity;
  if (!hasProcess(pid)) return "dead";
  const found = readLinuxProcess(pid);
  if (found === undefined) return "alive"; // no such information, or hidden from this user
  return hasEnded(found) || (start !== "" && found.start !== start) ? "dead" : "alive";
}

/** True if a process with this number exists in the namespace of this process. */
export function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A boot and a namespace identify a set of processes. Systems without them are told apart by the name of the host. */
function isObservable({ host, boot, namespace }: ProcessIdentity): boolean {
  const { boot: ownBoot, namespace: ownNamespace } = ownIdentity;
  if (boot !== ownBoot || namespace !== ownNamespace) return false;
  return (ownBoot !== "" && ownNamespace !== "") || host === ownIdentity.host;
}

function optional(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
