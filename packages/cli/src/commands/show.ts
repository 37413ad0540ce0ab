import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { Departure } from "@tweedie/engine";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { findRun, readEntry } from "../run-list/run-entry.ts";
import type { RunFile } from "../run-list/run-page.ts";

/** `tweedie show` */
export const showCommand = (context: Context): Command =>
  withExamples(
    new Command("show")
      .argument("<run>", "the run's folder, or its name below runs/")
      .addOption(jsonOption())
      .action((run: string, flags: { json?: boolean }) => show(run, flags.json ?? false, context)),
    [["tweedie show runs/ring-sid-864a0d47", "also while it goes on"]],
  );

async function show(word: string, json: boolean, { terminal }: Context): Promise<void> {
  const { stdout } = terminal;
  const run = await findRun(word);
  const entry = await readEntry(run);
  const departures = await departuresIn(run);
  const files = await filesIn(run);
  const { runPage } = await import("../run-list/run-page.ts");
  if (!json) return stdout.write(runPage(entry, { departures, files, now: Date.now(), colors: stdout.colors }));
  const { status, config, results, traces } = entry;
  stdout.write(jsonLine({ run, ...status, config: Object.fromEntries(config), departures, results, traces, files }));
}

/** What a run was told beside the defaults, as far as its plugins are still there. */
async function departuresIn(run: string): Promise<readonly Departure[] | undefined> {
  const { departuresOf, runFolder, validateExperiment } = await import("@tweedie/engine");
  try {
    return departuresOf(await validateExperiment({ file: runFolder(run).config }));
  } catch (error) {
    if (error instanceof TweedieError) return undefined;
    throw error;
  }
}

/** What lies in a folder, each with all that is in it. */
async function filesIn(folder: string): Promise<readonly RunFile[]> {
  const { bytesOnDisk: sizeOf } = await import("../bytes-on-disk.ts");
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map(async (entry) => ({
    name: entry.isDirectory() ? `${entry.name}/` : entry.name,
    size: await sizeOf(join(folder, entry.name)),
  }));
  return (await Promise.all(files)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
