import type { Json } from "@tweedie/config";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { refuseResultFolder } from "../../command-line/result-folder.ts";
import { withExamples } from "../../command-line/help.ts";
import { jsonOption, trustOption } from "../../command-line/options.ts";
import { differingPaths } from "../../run-list/differing-paths.ts";
import { valueText } from "../../run-list/fields.ts";
import { existingRun } from "../../run-list/run-entry.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { table } from "../../terminal/table.ts";
import { type Consent, type TrustFlags, withTrust } from "../../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly json?: boolean;
}

/** Exit codes, as of `diff`. 2 is an error. */
const [same, different] = [0, 1];

/** `tweedie config diff` */
export const configDiffCommand = (context: Context): Command =>
  withExamples(
    new Command("diff")
      .description("compare two experiments or runs with their defaults; exit code 1: they differ")
      .argument("<a>", "an experiment, a YAML file, or a run folder")
      .argument("<b>", "another experiment or run folder")
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((a: string, b: string, flags: Flags) => diff([a, b], flags, context)),
    [
      ["tweedie config diff experiments/mixture/sid.yaml experiments/mixture/dde.yaml", "two experiments"],
      [
        "tweedie config diff experiments/mixture/sid.yaml runs/ring-sid-864a0d47",
        "has the file changed since the run?",
      ],
    ],
  );

async function diff(files: readonly [string, string], flags: Flags, { terminal, exit }: Context): Promise<void> {
  const { stdout } = terminal;
  const { allTrusted } = await import("@tweedie/engine");
  const values = withTrust(flags, terminal, (consent) => allTrusted(files.map((file) => readValues(file, consent))));
  const [a, b] = await values;
  const paths = differingPaths([{ config: a! }, { config: b! }]);
  exit(paths.length > 0 ? different : same);
  if (flags.json) {
    const differences = paths.map((path) => ({ path, a: a!.get(path), b: b!.get(path) }));
    return stdout.write(jsonLine({ a: files[0], b: files[1], same: paths.length === 0, differences }));
  }
  if (paths.length === 0) return;
  const cell = (value: Json | undefined) => (value === undefined ? "-" : valueText(value));
  const rows = [["", ...files], ...paths.map((path) => [path, cell(a!.get(path)), cell(b!.get(path))])];
  const { dim, red, green } = stdout.colors;
  const lines = table(rows, (padded, row, column) => (row === 0 ? dim : [String, red, green][column]!)(padded));
  stdout.write(`${lines.join("\n")}\n`);
}

/** Reads the values of an experiment or a run by their paths. A run folder stores its defaults and needs no plugin to be read. */
async function readValues(file: string, consent: Consent): Promise<ReadonlyMap<string, Json>> {
  const { checkRunConfig, runFolder, validateExperiment } = await import("@tweedie/engine");
  const { compose, leavesOf } = await import("@tweedie/config");
  const run = await existingRun(file);
  if (run !== undefined) {
    const { config } = runFolder(run);
    await checkRunConfig(config);
    return leavesOf((await compose({ file: config })).value);
  }
  await refuseResultFolder(file);
  return leavesOf((await validateExperiment({ file }, consent)).resolved as Json);
}
