import { readFileSync } from "node:fs";

/** Peak resident memory of this process, in bytes. That of `getrusage` starts with the parent's. */
export function peakMemory(): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)![1]);
}
