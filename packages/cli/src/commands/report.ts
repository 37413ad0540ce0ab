import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { findRun } from "../run-list/run-entry.ts";
import { viewSweep, sweepNames } from "../sweep/find-sweep.ts";
import { jsonLine } from "../terminal/json-line.ts";

/** `tweedie report` */
export const reportCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("report")
      .argument("<run>", "a run folder or its name below runs/, or a sweep folder or its name below sweeps/")
      .addOption(jsonOption())
      .action(async (name: string, { json }: { json?: boolean }) => {
        terminal.activity("writing the report");
        const isSweep = (await sweepNames()).includes(name) || existsSync(join(name, "sweep.yaml"));
        if (isSweep) {
          const study = await viewSweep(name);
          const { writeSweepReport } = await import("@tweedie/report");
          const report = await writeSweepReport(study);
          terminal.stdout.write(json ? jsonLine({ sweep: study.folder, report }) : `${report}\n`);
          return;
        }
        const run = await findRun(name);
        const { writeReport } = await import("@tweedie/report");
        const report = await writeReport(run);
        terminal.stdout.write(json ? jsonLine({ run, report }) : `${report}\n`);
      }),
    [
      ["tweedie report runs/ring-sid-864a0d47", "a run, also while it is running"],
      ["tweedie report sweeps/lambda", "a sweep; also writes trials.csv"],
    ],
  );
