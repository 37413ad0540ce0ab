import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { findRun } from "../run-list/run-entry.ts";

/** `tweedie report` */
export const reportCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("report")
      .argument("<run>", "the run's folder, or its name below runs/")
      .addOption(jsonOption())
      .action(async (word: string, { json }: { json?: boolean }) => {
        const run = await findRun(word);
        const { writeReport } = await import("@tweedie/report");
        const report = await writeReport(run);
        terminal.stdout.write(json ? jsonLine({ run, report }) : `${report}\n`);
      }),
    [["tweedie report runs/ring-sid-864a0d47", "a run that goes on can be reported too"]],
  );
