import { Command } from "commander";
import type { Context } from "../context.ts";
import { describeError } from "../describe-error.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { checkName, type Condition, parseCondition } from "../run-list/condition.ts";
import { readEntry, type RunEntry, runsFolder } from "../run-list/run-entry.ts";

interface Flags {
  readonly where: readonly Condition[];
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly columns?: readonly string[];
  readonly json?: boolean;
}

/** `tweedie ls` */
export const lsCommand = (context: Context): Command =>
  withExamples(
    new Command("ls")
      .argument("[folder]", "where to look for runs", runsFolder)
      .option(
        "--where <condition>",
        "only runs with NAME=VALUE (also != < <= > >=, ~ for a pattern); may be repeated",
        (argument: string, conditions: readonly Condition[]) => [...conditions, parseCondition(argument)],
        [] as readonly Condition[],
      )
      .option("--sort <name>", "by a metric, the best first, or upwards by anything else; default: the newest first")
      .option("--reverse", "the other way round")
      .option(
        "--columns <names>",
        "what to show, with commas between; default: the configuration where it differs",
        names,
      )
      .addOption(jsonOption())
      .action((folder: string, flags: Flags) => ls(folder, flags, context)),
    [
      ["tweedie ls", "runs below runs/, the newest first"],
      ["tweedie ls --where loss.use=sid/l2 --sort sw2", "runs of one loss, the best first"],
      ["tweedie ls --where 'distill.steps>=1e4' --where status=completed", "all of several conditions"],
      ["tweedie ls --columns loss.lambda,seed,mmd,mmd.floor", "any path of the configuration, any metric"],
    ],
  );

async function ls(folder: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { stdout } = terminal;
  const { goalOf, newestFirst, sortedBy } = await import("../run-list/order.ts");
  const entries = await readAll(folder, terminal.stderr);
  for (const { name } of flags.where) await checkName("--where", name, entries);
  if (flags.sort !== undefined) await checkName("--sort", flags.sort, entries);
  for (const name of flags.columns ?? []) await checkName("--columns", name, entries);

  const chosen = entries.filter((entry) => flags.where.every((condition) => condition.holds(entry)));
  const ordered = flags.sort === undefined ? newestFirst(chosen) : sortedBy(chosen, flags.sort);
  const shown = flags.reverse ? ordered.toReversed() : ordered;
  if (flags.json) {
    for (const { run, status, config } of shown)
      stdout.write(jsonLine({ run, ...status, config: Object.fromEntries(config) }));
    return;
  }
  if (shown.length === 0) {
    return stdout.write(entries.length > 0 ? `none of ${entries.length} runs\n` : `no runs in ${folder}\n`);
  }
  const metric = flags.sort !== undefined && goalOf(shown, flags.sort) ? flags.sort : undefined;
  const { runTable } = await import("../run-list/run-table.ts");
  const width = stdout.live ? stdout.columns : Infinity;
  stdout.write(runTable(shown, { metric, columns: flags.columns, width, now: Date.now(), colors: stdout.colors }));
}

/** The runs of a folder. One that cannot be read is told of, and does not hide the others. */
async function readAll(folder: string, stderr: Context["terminal"]["stderr"]): Promise<readonly RunEntry[]> {
  const { findRuns } = await import("@tweedie/engine");
  const found = await findRuns(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const entries: RunEntry[] = [];
  for (const run of found) {
    try {
      entries.push(await readEntry(run));
    } catch (error) {
      const { data } = await describeError(error, stderr.colors);
      stderr.write(`${stderr.colors.yellow("warning")} ${run}: ${data.what}\n`);
    }
  }
  return entries;
}

const names = (list: string): readonly string[] => list.split(",").map((name) => name.trim());
