import { visibleLine } from "@tweedie/core";
import { ifExists } from "@tweedie/core/files";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { describeError } from "../errors/describe-error.ts";
import { warnOfDamage } from "../run-list/damaged-files.ts";
import { readRunEntry, type RunEntry, runsFolder } from "../run-list/run-entry.ts";
import { checkFieldName, parseRunFilter, type RunFilter } from "../run-list/run-filter.ts";
import { jsonLine } from "../terminal/json-line.ts";

interface Flags {
  readonly where?: readonly RunFilter[];
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly columns?: readonly string[];
  readonly json?: boolean;
}

/** Width of the table in a file or a pipe, in characters. Programs read `--json`, and `--columns` are shown whole. */
const pipedWidth = 120;

/** `tweedie ls` */
export const lsCommand = (context: Context): Command =>
  withExamples(
    new Command("ls")
      .argument("[folder]", "folder that is searched for runs (default: runs)", runsFolder)
      .option(
        "--where <filter>",
        "only runs with NAME=VALUE (or != < <= > >=, or ~ and a regular expression); may be repeated",
        (argument: string, filters: readonly RunFilter[] = []) => [...filters, parseRunFilter(argument)],
      )
      .option("--sort <name>", "a metric, best first, or another field, ascending (default: newest first)")
      .option("--reverse", "reverse the order")
      .option(
        "--columns <names>",
        "fields, separated by commas (default: configuration values that differ)",
        splitNames,
      )
      .addOption(jsonOption())
      .action((folder: string, flags: Flags) => ls(folder, flags, context)),
    [
      ["tweedie ls", "runs below runs/, newest first"],
      ["tweedie ls --where loss.use=sid/l2 --sort sw2", "runs of one loss, best first"],
      ["tweedie ls --where 'distill.steps>=1e4' --where status=completed", "runs that match both filters"],
      ["tweedie ls --columns loss.lambda,seed,mmd,mmd.floor", "configuration paths and metrics as columns"],
    ],
  );

async function ls(folder: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { stdout } = terminal;
  terminal.activity("reading runs", { brief: true });
  const { metricGoal, newestFirst, sortRuns } = await import("../run-list/sort-runs.ts");
  const entries = await readAll(folder, terminal.stderr);
  warnOfDamage(entries, terminal.stderr);
  const filters = flags.where ?? [];
  for (const { name } of filters) await checkFieldName("--where", name, entries);
  if (flags.sort !== undefined) await checkFieldName("--sort", flags.sort, entries);
  for (const name of flags.columns ?? []) await checkFieldName("--columns", name, entries);

  const matching = entries.filter((entry) => filters.every((filter) => filter.matches(entry)));
  const ordered = flags.sort === undefined ? newestFirst(matching) : sortRuns(matching, flags.sort);
  const listed = flags.reverse ? ordered.toReversed() : ordered;
  if (flags.json) {
    for (const { run, status, evaluations, config } of listed)
      stdout.write(jsonLine({ run, ...status, evaluations, config: Object.fromEntries(config) }));
    return;
  }
  if (listed.length === 0) {
    return stdout.write(entries.length > 0 ? `none of ${entries.length} runs match\n` : `no runs in ${folder}\n`);
  }
  const metric = flags.sort !== undefined && metricGoal(listed, flags.sort) ? flags.sort : undefined;
  const { runTable } = await import("../run-list/run-table.ts");
  const width = stdout.isInteractive ? stdout.columns : pipedWidth;
  stdout.write(runTable(listed, { metric, columns: flags.columns, width, now: Date.now(), colors: stdout.colors }));
}

/** Reads the runs of a folder. Prints a warning for each one that cannot be read. */
async function readAll(folder: string, stderr: Context["terminal"]["stderr"]): Promise<readonly RunEntry[]> {
  const { findRuns } = await import("@tweedie/engine");
  const found = (await ifExists(findRuns(folder))) ?? [];
  const entries: RunEntry[] = [];
  for (const run of found) {
    try {
      entries.push(await readRunEntry(run));
    } catch (error) {
      const { data } = await describeError(error, stderr.colors);
      stderr.write(`${stderr.colors.yellow("warning")} ${visibleLine(run)}: ${visibleLine(data.what)}\n`);
    }
  }
  return entries;
}

const splitNames = (list: string): readonly string[] => list.split(",").map((name) => name.trim());
