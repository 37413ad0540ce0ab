import { writeFile } from "node:fs/promises";
import { type Study, studyFolder } from "@tweedie/study";
import { sweepReportPage } from "./page/sweep-page.ts";
import { readSweepData } from "./sweep-data.ts";
import { trialsCsv } from "./trials-csv.ts";

/** Writes `report.html` and `trials.csv` of a sweep in its current state. Returns the path of the report. */
export async function writeSweepReport(study: Pick<Study, "folder" | "plan" | "state">): Promise<string> {
  const { report, table } = studyFolder(study.folder);
  const data = await readSweepData(study);
  const csv = trialsCsv(data);
  await writeFile(table, csv);
  await writeFile(report, await sweepReportPage(data, csv));
  return report;
}
