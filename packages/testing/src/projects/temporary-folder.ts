import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Contents of files by their paths in a folder. */
export type FileContents = Readonly<Record<string, string | Uint8Array>>;

/** Hook of vitest that runs a function at the end: `onTestFinished` of one test, `afterAll` of the tests of a file. */
export type EndHook = (remove: () => void) => void;

/** Creates a temporary folder with files. It is removed when the test ends, or with `afterAll` when the tests of the file end. */
export function temporaryFolder(files: FileContents = {}, atEnd: EndHook = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-"));
  // Retries: a process that was killed may still write its last file.
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  writeTestFiles(folder, files);
  return folder;
}

/** Writes files into a folder, and creates the folders above them. */
export function writeTestFiles(folder: string, files: FileContents): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
