import { isAbsolute, relative, resolve } from "node:path";
import { moduleUrl, withoutEscapes } from "../typescript/module-host.ts";

/** Returns name and message of an error in one line: `TypeError: x is not a function`. */
export function errorSummary(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const [first = "", second] = withoutEscapes(thrown.message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  // An error of type stripping has its position and reason in the second line.
  const line = second !== undefined && first.endsWith(":") ? second.replace(/^.*?(ERROR|Error): /, "") : first;
  return thrown.name === "Error" ? line : `${thrown.name}: ${line}`;
}

/** Returns the topmost position of a file in an error's stack, as `plugins/huber.ts:12:7`. */
export function positionIn(file: string, thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  for (const name of [file, moduleUrl(file)]) {
    const at = stack?.indexOf(`${name}:`) ?? -1;
    const position = at < 0 ? undefined : /^:\d+(:\d+)?/.exec(stack!.slice(at + name.length))?.[0];
    if (position) return displayPath(file) + position;
  }
  return undefined;
}

/** Returns a file's path relative to the current folder, if it is below it, else its absolute path. */
export function displayPath(file: string): string {
  const path = relative(resolve("."), file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}
