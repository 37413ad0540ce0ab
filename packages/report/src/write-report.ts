import { writeFile } from "node:fs/promises";
import { page } from "./page/page.ts";
import { readRun } from "./run-record.ts";

/**
 * Writes `report.html` into a run folder, from its plain files alone, and returns its path.
 *
 * @throws TweedieError where the folder holds no run.
 */
export async function writeReport(root: string): Promise<string> {
  const record = await readRun(root);
  await writeFile(record.folder.report, await page(record));
  return record.folder.report;
}
