import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TweedieError } from "@tweedie/core";

/** Writes texts under a folder: all of them, or none where one would take the place of another file. */
export async function writeFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const taken = [...files.keys()].find((path) => existsSync(join(root, path)));
  if (taken !== undefined)
    throw new TweedieError({ where: taken, what: "is there already", fix: "choose another name" });
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: "wx" });
  }
}
