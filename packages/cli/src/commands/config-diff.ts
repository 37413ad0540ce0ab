import type { Json } from "@tweedie/config";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { differing } from "../run-list/differing.ts";
import { text } from "../run-list/fields.ts";
import { table } from "../table.ts";

/** Exit codes as those of `diff`; 2 is any error. */
const [same, different] = [0, 1];

/** `tweedie config diff` */
export const configDiffCommand = (context: Context): Command =>
  withExamples(
    new Command("diff")
      .description("compare two experiments or runs; exit code 0: the same, 1: different")
      .argument("<a>", "an experiment, in YAML, or the folder of a run")
      .argument("<b>", "another")
      .addOption(jsonOption())
      .action((a: string, b: string, flags: { json?: boolean }) => diff([a, b], flags.json ?? false, context)),
    [
      ["tweedie config diff experiments/mixture/sid.yaml experiments/mixture/dde.yaml", "two experiments"],
      [
        "tweedie config diff experiments/mixture/sid.yaml runs/ring-sid-864a0d47",
        "has the file changed since the run?",
      ],
    ],
  );

async function diff(words: readonly [string, string], json: boolean, { terminal, exit }: Context): Promise<void> {
  const { stdout } = terminal;
  const [a, b] = await Promise.all(words.map(toldBy));
  const paths = differing([{ config: a! }, { config: b! }]);
  exit(paths.length > 0 ? different : same);
  if (json) {
    const differences = paths.map((path) => ({ path, a: a!.get(path), b: b!.get(path) }));
    return stdout.write(jsonLine({ a: words[0], b: words[1], same: paths.length === 0, differences }));
  }
  if (paths.length === 0) return;
  const cell = (value: Json | undefined) => (value === undefined ? "-" : text(value));
  const rows = [["", ...words], ...paths.map((path) => [path, cell(a!.get(path)), cell(b!.get(path))])];
  const { dim, red, green } = stdout.colors;
  const lines = table(rows, (padded, row, column) => (row === 0 ? dim : [String, red, green][column]!)(padded));
  stdout.write(`${lines.join("\n")}\n`);
}

/** What an experiment or a run is told, value by value. A run has its defaults written out, and needs no plugins to be read. */
async function toldBy(word: string): Promise<ReadonlyMap<string, Json>> {
  const { readStatus, runFolder, validateExperiment } = await import("@tweedie/engine");
  const { compose, leavesOf } = await import("@tweedie/config");
  const folder = runFolder(word);
  if (await readStatus(folder)) return leavesOf((await compose({ file: folder.config })).value);
  return leavesOf((await validateExperiment({ file: word })).resolved as Json);
}
