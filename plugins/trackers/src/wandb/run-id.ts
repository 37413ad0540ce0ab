import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A run's name at W&B, which it keeps when it is continued. */
export async function idIn(folder: string, given: string | undefined): Promise<string> {
  const file = join(folder, "id");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  const id = given ?? kept?.trim() ?? randomBytes(5).toString("hex");
  await writeFile(file, `${id}\n`);
  return id;
}
