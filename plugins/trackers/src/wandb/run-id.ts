import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrackedRun } from "@tweedie/core";

/**
 * Id of a run at W&B: the given one, the one stored in the tracker's folder, or a new one. Stores it for a continued run. A run that is
 * sent later keeps its id, because the given one is for the runs of this environment.
 */
export async function wandbRunId({ folder, sync }: TrackedRun, given: string | undefined): Promise<string> {
  const file = join(folder, "id");
  const kept = (await readFile(file, "utf8").catch(() => undefined))?.trim() || undefined;
  const id = (sync ? (kept ?? given) : (given ?? kept)) ?? randomBytes(5).toString("hex");
  if (id !== kept) await writeFile(file, `${id}\n`);
  return id;
}
