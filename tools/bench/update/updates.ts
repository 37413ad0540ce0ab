import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readOptions } from "../options.ts";
import { printTable } from "../table.ts";
import { measureUpdate, type UpdateReport } from "./update.ts";
import { workloads } from "../workloads.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Measures each workload in a separate process, so that peak memory is per workload. Prints a table; `--json FILE` writes all numbers. */
export function updates(argv: readonly string[]): void {
  const { names, threads, seconds, rest } = readOptions(argv, { extra: ["json"] });
  const reports = names.map((name) => {
    const args = ["update", "--workload", name, "--threads", String(threads), "--seconds", String(seconds)];
    const child = spawnSync(process.execPath, [...process.execArgv, main, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) throw new Error(`the measurement of ${name} ended with ${child.status}`);
    return JSON.parse(child.stdout.toString()) as UpdateReport;
  });
  console.log(
    `one SiD update, ${threads} thread${threads > 1 ? "s" : ""}; medians of processor time; fractions of the fastest tenth`,
  );
  printTable(reports.map(row));
  if (rest["json"]) writeFileSync(rest["json"], `${JSON.stringify(reports, null, 2)}\n`);
}

/** Measures one workload in this process and prints JSON. */
export async function oneUpdate(argv: string[]): Promise<void> {
  const { names, threads, seconds } = readOptions(argv);
  const [name] = names;
  const report = await measureUpdate(name!, { threads, seconds, eager: name!.startsWith("mlp") });
  process.stdout.write(JSON.stringify(report));
}

const ms = (seconds: number): string => `${(1e3 * seconds).toFixed(seconds < 0.1 ? 2 : 0)} ms`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function row({ workload, rates, shares, eager, building, ...report }: UpdateReport): Readonly<Record<string, string>> {
  return {
    update: workloads[workload].title,
    time: ms(report.update.cpu),
    wall: ms(report.update.wall),
    "GFLOP/s": (rates.update.cpu / 1e9).toFixed(0),
    "of product": percent(shares.product.cpu),
    "of conv": percent(shares.convolution.cpu),
    draws: percent(report.draws.cpu / report.update.cpu),
    "eager wasm": eager ? `${(eager.cpu / report.update.cpu).toFixed(0)}x` : "-",
    nodes: String(report.nodes),
    model: `${(report.modelBytes / 1024).toFixed(0)} KiB`,
    graph: ms(building.graph),
    session: ms(building.session),
    first: ms(report.firstUpdate),
    peak: `${(report.peakBytes / 2 ** 20).toFixed(0)} MiB`,
  };
}
