import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";

interface Flags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `tweedie rm` */
export const rmCommand = (context: Context): Command =>
  withExamples(
    new Command("rm")
      .argument("<run...>", "folders of runs")
      .option("-y, --yes", "without asking")
      .addOption(jsonOption())
      .action((runs: string[], flags: Flags) => remove(runs, flags, context)),
    [
      ["tweedie rm runs/ring-sid-864a0d47", "one run; it asks first"],
      ["tweedie rm --yes $(tweedie ls --json --where status=diverged | jq -r .run)", "all that diverged"],
    ],
  );

async function remove(runs: readonly string[], { yes, json }: Flags, { terminal }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  const { checkRemovable, removeRun } = await import("@tweedie/engine");
  for (const run of runs) await checkRemovable(run);
  if (!yes) {
    const question = runs.length === 1 ? `delete ${runs[0]!}?` : `delete ${runs.length} runs (${runs.join(", ")})?`;
    const answer = await terminal.confirm(question);
    if (answer === undefined) {
      throw new TweedieError({
        where: "tweedie rm",
        what: "there is nobody to ask",
        fix: "--yes deletes without asking",
      });
    }
    if (!answer) return stderr.write("nothing is deleted\n");
  }
  for (const run of runs) {
    const left = await removeRun(run);
    if (json) stdout.write(jsonLine({ run, left }));
    else
      stdout.write(`deleted ${run}${left.length > 0 ? `, but for what it has not written: ${left.join(", ")}` : ""}\n`);
  }
}
