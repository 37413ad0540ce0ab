import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { findRun } from "../run-list/run-entry.ts";
import { openSweep, sweepNames } from "../sweep/find-sweep.ts";

/** `tweedie report` */
export const reportCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("report")
      .argument("<run>", "the run's folder or its name below runs/; the sweep's, or its name below sweeps/")
      .addOption(jsonOption())
      .action(async (word: string, { json }: { json?: boolean }) => {
        const isSweep = (await sweepNames()).includes(word) || existsSync(join(word, "sweep.yaml"));
        if (isSweep) {
          const study = await openSweep(word);
          const { writeSweepReport } = await import("@tweedie/report");
          const report = await writeSweepReport(study);
          terminal.stdout.write(json ? jsonLine({ sweep: study.folder, report }) : `${report}\n`);
          return;
        }
        const run = await findRun(word);
        const { writeReport } = await import("@tweedie/report");
        const report = await writeReport(run);
        terminal.stdout.write(json ? jsonLine({ run, report }) : `${report}\n`);
      }),
    [
      ["tweedie report runs/ring-sid-864a0d47", "a run that goes on can be reported too"],
      ["tweedie report sweeps/lambda", "what was swept, and beside it trials.csv"],
    ],
  );
