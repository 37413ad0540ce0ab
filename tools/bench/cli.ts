import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { packAll } from "../release/pack.ts";
import { createDependent } from "../release/use-archives.ts";
import { repository } from "../release/workspaces.ts";
import { median } from "./interleaved.ts";
import { printTable } from "./table.ts";

const repetitions = 10;
const commands = {
  "--help": ["--help"],
  validate: ["validate", join(repository, "experiments/mixture/sid.yaml")],
  plugins: ["plugins"],
  ls: ["ls"],
};

/**
 * Module that prints the processor time of all threads in milliseconds, and the peak memory in KiB, when the process exits.
 * The peak is not `maxRSS`, which begins with that of the parent.
 */
const countCosts = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const [, peak] = /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
    process.stderr.write("costs:" + (userCPUTime + systemCPUTime) / 1000 + " " + peak);
  });
`)}`;

interface Costs {
  /** Milliseconds of processor time. */
  readonly cpu: number;
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Peak memory in MiB. */
  readonly memory: number;
}

/** Measures one process. */
function costsOf(cwd: string, argv: readonly string[]): Costs {
  const begun = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ["--import", countCosts, ...argv], { cwd, encoding: "utf8" });
  const wall = performance.now() - begun;
  const [, cpu, memory] = /costs:([\d.]+) (\d+)$/.exec(stderr) ?? [];
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}`);
  return { cpu: Number(cpu), wall, memory: Number(memory) / 1_024 };
}

/** Packs all packages and installs `tweedie` in a folder. Returns the folder. */
async function install(folder: string): Promise<string> {
  createDependent(folder, await packAll());
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, stdio: "ignore" });
  return folder;
}

/**
 * `npm run bench -- cli [FOLDER...]`: costs of whole commands from the sources, and as installed in folders, such as those of two
 * versions. Without a folder, the packages are packed and installed in a temporary one.
 */
export async function measureCommands(folders: readonly string[]): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), "tweedie-bench-"));
  try {
    const installed = folders.length > 0 ? folders.map((folder) => resolve(folder)) : [await install(own)];
    const programs = [
      { from: "sources", cwd: own, file: join(repository, "packages/cli/bin/tweedie.mjs") },
      ...installed.map((cwd) => {
        const from = cwd === own ? "installed" : basename(cwd);
        return { from, cwd, file: join(cwd, "node_modules/tweedie/bin/tweedie.mjs") };
      }),
    ];
    printCosts([
      { command: "node -e 0", from: "", cwd: own, argv: ["-e", "0"] },
      ...Object.entries(commands).flatMap(([command, words]) =>
        programs.map(({ from, cwd, file }) => ({ command, from, cwd, argv: [file, ...words] })),
      ),
    ]);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

interface Line {
  readonly command: string;
  readonly from: string;
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** Runs commands in turn, so that other load slows all of them equally, and prints their costs. The first turn fills caches. */
function printCosts(lines: readonly Line[]): void {
  const turns = Array.from({ length: repetitions + 1 }, () => lines.map(({ cwd, argv }) => costsOf(cwd, argv)));
  const of = (line: number, cost: keyof Costs) => turns.slice(1).map((costs) => costs[line]![cost]);
  console.log(`whole processes with Node ${process.versions.node}: medians of ${repetitions}, in turn`);
  const rows = lines.map(({ command, from }, line) => ({
    command,
    from,
    "processor time": `${median(of(line, "cpu")).toFixed(0)} ms`,
    least: `${Math.min(...of(line, "cpu")).toFixed(0)} ms`,
    wall: `${median(of(line, "wall")).toFixed(0)} ms`,
    "peak memory": `${median(of(line, "memory")).toFixed(0)} MiB`,
  }));
  printTable(rows);
}
