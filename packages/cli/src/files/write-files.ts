import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { TweedieError } from "@tweedie/core";

/**
 * Writes text files, given by their paths in a folder.
 *
 * @throws TweedieError if one of them exists already; then none is written.
 */
export async function writeFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const existing = [...files.keys()].find((path) => existsSync(join(root, path)));
  if (existing !== undefined)
    throw new TweedieError({ where: existing, what: "already exists", fix: "choose another name" });
  for (const [path, text] of files) {
    await createFolder(dirname(join(root, path)));
    await writeFile(join(root, path), text, { flag: "wx" });
  }
}
