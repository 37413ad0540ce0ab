import { statSync } from "node:fs";
import { join, posix } from "node:path";
import { filesIn, read, root } from "../docs/documents.ts";
import { type Page, pageOf } from "./page.ts";

/** Languages of code blocks by the ends of file names. Other files are plain text. */
const languages: Readonly<Record<string, string>> = {
  ".cff": "yaml",
  ".json": "json",
  ".py": "python",
  ".ts": "ts",
  ".yaml": "yaml",
};

/** Path of the page that shows a file of the repository, or lists a folder of it. */
export const sourcePath = (path: string): string =>
  isFolder(path) ? posix.join("source", path, "index.md") : `source/${path}.md`;

const isFolder = (path: string): boolean => statSync(join(root, path)).isDirectory();

/** Pages of a file of the repository, or of a folder and the files in it. Search leaves them out. */
export function sourcePages(path: string): readonly Page[] {
  if (!isFolder(path)) return [filePage(path)];
  const files = filesIn(path.replace(/\/$/, ""), "").filter((file) => !isFolder(file));
  const list = files.map((file) => `- [${posix.relative(path, file)}](/${sourcePath(file)})`);
  return [sourcePage(path, list.join("\n")), ...files.map(filePage)];
}

function filePage(path: string): Page {
  const text = read(path);
  if (text.includes("\0")) return sourcePage(path, `A binary file of ${statSync(join(root, path)).size} bytes.`);
  return sourcePage(path, `~~~~~${languages[posix.extname(path)] ?? "text"}\n${text}~~~~~`);
}

const sourcePage = (path: string, content: string): Page =>
  pageOf(sourcePath(path), `---\nsearch: false\noutline: false\n---\n\n# \`${path}\`\n\n${content}\n`);
