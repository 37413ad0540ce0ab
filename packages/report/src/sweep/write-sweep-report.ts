import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { TweedieError } from "@tweedie/core";
import { runFolder } from "@tweedie/engine";
import { type Study, studyFolder } from "@tweedie/study";
import { writeReport } from "../write-report.ts";
import { sweepReportPage } from "./page/sweep-page.ts";
import { readShownTrials } from "./shown-trials.ts";
import { readSweepData } from "./sweep-data.ts";
import { trialsCsv } from "./trials-csv.ts";

/**
 * Writes `report.html` and `trials.csv` of a sweep in its current state. Returns the path of the report.
 *
 * It links to the reports of its trials. Of the trials whose samples it shows, it writes those that are missing: that of the best
 * one, or all, which takes about 0.5 s each.
 */
export async function writeSweepReport(
  study: Pick<Study, "folder" | "plan" | "state">,
  { reports = "all" }: { readonly reports?: "best" | "all" } = {},
): Promise<string> {
  const { report, table } = studyFolder(study.folder);
  const data = await readSweepData(study);
  for (const { trial } of reports === "all" ? data.shown : data.shown.slice(0, 1)) await writeTrialReport(trial.folder);
  const csv = trialsCsv(data);
  await writeFile(table, csv);
  await writeFile(report, await sweepReportPage(data, csv));
  return report;
}

/** Writes the report of the best trial of a sweep in its current state, if it has none. */
export async function writeBestTrialReport({ plan, state }: Pick<Study, "plan" | "state">): Promise<void> {
  const [best] = await readShownTrials(state(), plan.metric.goal);
  if (best) await writeTrialReport(best.trial.folder);
}

/** Writes the report of a trial that has none. Without it, its number is no link. */
async function writeTrialReport(folder: string): Promise<void> {
  if (existsSync(runFolder(folder).report)) return;
  await writeReport(folder).catch((error: unknown) => {
    if (!isOfFiles(error)) throw error;
  });
}

/** True for a folder that is gone or damaged, or in which this process may not write. */
const isOfFiles = (error: unknown): boolean =>
  error instanceof TweedieError || (error instanceof Error && "code" in error);
