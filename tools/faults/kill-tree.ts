import { execFileSync } from "node:child_process";

/** Kills a process with all its descendants and their process groups, also those that are suspended. */
export function killTree(root: number): void {
  for (const pid of [root, ...descendantsOf(root)]) {
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, "SIGKILL");
      } catch {
        continue; // it has ended, or leads no group
      }
    }
  }
}

function descendantsOf(root: number): number[] {
  if (process.platform === "win32") return [];
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8", timeout: 60_000 });
  const processes = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [root];
  // Descendants are appended to the list while it is read.
  for (const parent of found) found.push(...processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid));
  return found.slice(1);
}
