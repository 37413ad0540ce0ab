import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Id of a run at W&B: the given one, the one stored in the tracker's folder, or a new one. Stores it for a continued run. */
export async function wandbRunId(folder: string, given: string | undefined): Promise<string> {
  const file = join(folder, "id");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  const id = given ?? kept?.trim() ?? randomBytes(5).toString("hex");
  await writeFile(file, `${id}\n`);
  return id;
}
