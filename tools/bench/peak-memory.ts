import { readFileSync } from "node:fs";

/** The most memory of this process that was ever resident, in bytes. `getrusage`'s begins with that of the parent. */
export function peakMemory(): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)![1]);
}
