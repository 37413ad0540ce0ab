import { writeFile } from "node:fs/promises";
import { runReportPage } from "./page/run-page.ts";
import { readRunData } from "./run-data.ts";

/**
 * Writes `report.html` of a run folder from the plain files in it. Returns the path of the report.
 *
 * @throws TweedieError if the folder is not a run folder.
 */
export async function writeReport(root: string): Promise<string> {
  const data = await readRunData(root);
  await writeFile(data.folder.report, await runReportPage(data));
  return data.folder.report;
}
