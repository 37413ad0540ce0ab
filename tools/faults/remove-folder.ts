import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { sep } from "node:path";

/** Table of the mounted file systems, on Linux. */
const mountTable = "/proc/self/mounts";

/** Removes a folder of a check, after unmounting what a check that was killed has left mounted below it. */
export function removeFolder(folder: string): void {
  const mounts = existsSync(mountTable) ? readFileSync(mountTable, "utf8").split("\n") : [];
  const below = mounts.map((line) => line.split(" ")[1] ?? "").filter((path) => path.startsWith(folder + sep));
  for (const path of below.reverse()) execFileSync("umount", [path], { stdio: "pipe", timeout: 60_000 });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
