import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption, runArgument } from "../command-line/options.ts";
import { warnOfDamage } from "../run-list/damaged-files.ts";
import { findRun, readRunEntry } from "../run-list/run-entry.ts";
import type { RunFile } from "../run-list/run-page.ts";
import { tableRoom } from "../terminal/terminal.ts";
import { jsonLine } from "../terminal/json-line.ts";

/** `tweedie show` */
export const showCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .argument("<run>", runArgument)
      .addOption(jsonOption())
      .action((run: string, flags: { json?: boolean }) => show(run, flags.json ?? false, context)),
    [["tweedie show runs/ring-sid-864a0d47", "also while the run is training"]],
  );

async function show(name: string, json: boolean, { terminal }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  terminal.activity("reading the run", { brief: true });
  const run = await findRun(name);
  const entry = await readRunEntry(run);
  warnOfDamage([entry], stderr);
  const { readNonDefaults, runFolder } = await import("@tweedie/engine");
  const nonDefaults = await readNonDefaults(runFolder(run));
  const files = await filesIn(run);
  const { readUnsent } = await import("@tweedie/engine/tracking");
  const unsent = entry.status.status === "running" ? [] : await readUnsent(run);
  const { runPage } = await import("../run-list/run-page.ts");
  if (!json)
    return stdout.write(
      runPage(entry, { nonDefaults, unsent, files, now: Date.now(), width: tableRoom(stdout), colors: stdout.colors }),
    );
  const { status, results, traces, evaluations } = entry;
  const config = Object.fromEntries(entry.config);
  stdout.write(
    jsonLine({ run, ...status, config, departures: nonDefaults, results, traces, evaluations, unsent, files }),
  );
}

/** Files and folders directly in a folder. The size of a folder includes its contents. */
async function filesIn(folder: string): Promise<readonly RunFile[]> {
  const { bytesOnDisk } = await import("../files/bytes-on-disk.ts");
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => ({
    name: entry.isDirectory() ? `${entry.name}/` : entry.name,
    size: await bytesOnDisk(join(folder, entry.name)),
  }));
  return (await Promise.all(files)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
