import { hostname } from "node:os";
import { hasEnded, mayBeNode, processAge, readLinuxProcess } from "./linux-process.ts";
import type { FoundLock } from "./lock-record.ts";
import { hasProcess, type ProcessState, stateOfProcess } from "./process-identity.ts";

/** Tokens of the locks that this process holds. */
export const heldTokens = new Set<string>();

/**
 * State of the process that holds a lock. `age` is the time since the last heartbeat in milliseconds.
 * The holder of an incomplete lock file is unknown and counts as `elsewhere`.
 */
export function stateOfHolder(lock: FoundLock, age: number): ProcessState {
  const { record, holder, token } = lock;
  if (heldTokens.has(token)) return "alive";
  if (record) {
    // If start times are unknown, a lock with this process's number is of an earlier process.
    return record.pid === process.pid && record.start === "" && stateOfProcess(record) === "alive"
      ? "dead"
      : stateOfProcess(record);
  }
  return holder ? stateOfFormerHolder(holder, age) : "elsewhere";
}

/** Difference in milliseconds above which a process counts as younger than a lock. */
const ageTolerance = 2_000;

/** Classifies the holder of a lock of version 0.1.0, which has no start time: by the program and the age of the process with its number. */
function stateOfFormerHolder({ pid, host }: { pid: number; host: string }, age: number): ProcessState {
  if (host !== hostname()) return "elsewhere";
  if (pid === process.pid || !hasProcess(pid)) return "dead";
  const found = readLinuxProcess(pid);
  if (found === undefined) return "alive";
  const isYounger = (processAge(found) ?? Infinity) < age - ageTolerance;
  return hasEnded(found) || !mayBeNode(pid) || isYounger ? "dead" : "alive";
}
