import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { TweedieError } from "@tweedie/core";
import { runFolder } from "@tweedie/engine";
import { type Study, studyFolder } from "@tweedie/study";
import { writeReport } from "../write-report.ts";
import { sweepReportPage } from "./page/sweep-page.ts";
import { readSweepData } from "./sweep-data.ts";
import { trialsCsv } from "./trials-csv.ts";

/** Writes `report.html` and `trials.csv` of a sweep in its current state, and the reports of the trials that it shows. Returns its path. */
export async function writeSweepReport(study: Pick<Study, "folder" | "plan" | "state">): Promise<string> {
  const { report, table } = studyFolder(study.folder);
  const data = await readSweepData(study);
  for (const { trial } of data.shown) await writeTrialReport(trial.folder);
  const csv = trialsCsv(data);
  await writeFile(table, csv);
  await writeFile(report, await sweepReportPage(data, csv));
  return report;
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
