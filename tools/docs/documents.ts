import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export const read = (path: string): string => readFileSync(join(root, path), "utf8");
export const write = (path: string, content: string | Uint8Array): void => writeFileSync(join(root, path), content);

/** Paths of the files in a folder and below it, relative to the root. */
export const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .sort();

/** Paths of all documents whose results are written by `npm run docs:figures`. */
export const documents = (): readonly string[] => ["README.md", ...filesIn("docs", ".md")];
