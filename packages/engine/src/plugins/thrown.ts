import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** What was thrown, in one line: `TypeError: x is not a function`. */
export function summaryOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const [first = "", second] = stripVTControlCharacters(thrown.message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  // What strips the types of a file says in the first line that it failed, and in the second the place and the reason.
  const line = second !== undefined && first.endsWith(":") ? second.replace(/^.*?(ERROR|Error): /, "") : first;
  return thrown.name === "Error" ? line : `${thrown.name}: ${line}`;
}

/** The place in a file that a stack leads through first: `plugins/huber.ts:12:7`. */
export function placeIn(file: string, thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  for (const name of [file, pathToFileURL(file).href]) {
    const at = stack?.indexOf(`${name}:`) ?? -1;
    const position = at < 0 ? undefined : /^:\d+(:\d+)?/.exec(stack!.slice(at + name.length))?.[0];
    if (position) return nameOf(file) + position;
  }
  return undefined;
}

/** A file as people call it: from where they are, if it is below. */
export function nameOf(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}
