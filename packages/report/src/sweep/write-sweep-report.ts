import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Study } from "@tweedie/study";
import { trialsCsv } from "./csv.ts";
import { sweepPage } from "./sweep-page.ts";
import { readSweepRecord } from "./sweep-record.ts";

/** Writes `report.html` and `trials.csv` into a sweep's folder as it stands now, and returns the path of the page. */
export async function writeSweepReport(study: Pick<Study, "folder" | "plan" | "state">): Promise<string> {
  const record = await readSweepRecord(study);
  const csv = trialsCsv(record);
  await writeFile(join(study.folder, "trials.csv"), csv);
  const report = join(study.folder, "report.html");
  await writeFile(report, await sweepPage(record, csv));
  return report;
}
