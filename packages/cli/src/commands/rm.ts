import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { jsonLine } from "../terminal/json-line.ts";

interface Flags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `tweedie rm` */
export const rmCommand = (context: Context): Command =>
  withExamples(
    new Command("rm")
      .argument("<run...>", "run folders")
      .option("-y, --yes", "delete without confirmation")
      .addOption(jsonOption())
      .action((runs: string[], flags: Flags) => remove(runs, flags, context)),
    [
      ["tweedie rm runs/ring-sid-864a0d47", "one run, after confirmation"],
      ["tweedie rm --yes $(tweedie ls --json --where status=diverged | jq -r .run)", "all diverged runs"],
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
      const what = "cannot ask for confirmation: not a terminal";
      throw new TweedieError({ where: "tweedie rm", what, fix: "`--yes` deletes without confirmation" });
    }
    if (!answer) return stderr.write("nothing deleted\n");
  }
  for (const run of runs) {
    const left = await removeRun(run);
    const kept = left.length > 0 ? `, except files that it did not write: ${left.join(", ")}` : "";
    stdout.write(json ? jsonLine({ run, left }) : `deleted ${run}${kept}\n`);
  }
}
