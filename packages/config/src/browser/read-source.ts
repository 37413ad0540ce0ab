import type { DiagnosticText } from "../diagnose/diagnostic.ts";
import type { Source } from "../read/source.ts";

/** Texts of files by their absolute paths: those that a page has in place of a disk. */
let texts: ReadonlyMap<string, string> = new Map();

/** Sets the files that can be read from now on. */
export function provideFiles(files: ReadonlyMap<string, string>): void {
  texts = files;
}

/** Reads a file that the page has. */
export function readSource(file: string): Promise<Source | DiagnosticText> {
  const text = texts.get(file);
  return Promise.resolve(
    text === undefined
      ? { message: "no such file", help: "a page has no files but its own: write out what this one would add" }
      : { name: file, text },
  );
}
