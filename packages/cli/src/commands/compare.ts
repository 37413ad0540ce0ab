import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import type { Comparison } from "../run-list/comparison.ts";
import { warnOfDamage } from "../run-list/damaged-files.ts";
import { findRun, readRunEntry } from "../run-list/run-entry.ts";
import { tableRoom } from "../terminal/terminal.ts";
import { jsonLine } from "../terminal/json-line.ts";

/** `tweedie compare` */
export const compareCommand = (context: Context): Command =>
  withExamples(
    new Command("compare")
      .argument("<run...>", "run folders, or names below runs/")
      .addOption(jsonOption())
      .action((runs: string[], flags: { json?: boolean }) => compare(runs, flags.json ?? false, context)),
    [
      ["tweedie compare runs/ring-sid-864a0d47 runs/ring-dde-0be1f2c3", "two runs"],
      ["tweedie compare runs/ring-*", "any number of runs"],
    ],
  );

async function compare(names: readonly string[], json: boolean, { terminal }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  terminal.activity("reading runs", { brief: true });
  const entries = await Promise.all(names.map(async (name) => readRunEntry(await findRun(name))));
  warnOfDamage(entries, stderr);
  const { compareRuns, comparisonTable } = await import("../run-list/comparison.ts");
  const comparison = compareRuns(entries);
  stdout.write(
    json
      ? jsonLine(asJson(comparison))
      : comparisonTable(comparison, { width: tableRoom(stdout), colors: stdout.colors }),
  );
}

/** Each list of values has the order of `runs`. */
const asJson = ({ runs, config, metrics }: Comparison) => ({
  runs: runs.map(({ run, status }) => ({ run, status: status.status })),
  config: Object.fromEntries(config.map(([path, values]) => [path, values.map((value) => value ?? null)])),
  metrics: Object.fromEntries(
    metrics.map(({ name, goal, values, spreads, floors, best }) => {
      const orNull = (list: typeof values) => list.map((value) => value ?? null);
      const lists = { values: orNull(values), spreads: orNull(spreads), floors: orNull(floors) };
      return [name, { goal, ...lists, best: best.map((i) => runs[i]!.run) }];
    }),
  ),
});
