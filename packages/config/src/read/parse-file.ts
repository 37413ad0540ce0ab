import { parseYaml, type ParseResult } from "./parse.ts";
import type { Source } from "./source.ts";

/** Files whose trees are kept. */
const keptFiles = 32;

/** Trees of the last files, by name, in the order in which they were parsed. */
const parsed = new Map<string, { readonly text: string; readonly result: ParseResult }>();

/** Parses a file. The trees of the last files are kept: a sweep composes the same files for every trial. */
export function parseFile(source: Source): ParseResult {
  const { name, text } = source;
  const known = parsed.get(name);
  if (known?.text === text) return known.result;
  const result = parseYaml(source);
  parsed.delete(name);
  parsed.set(name, { text, result });
  for (const oldest of parsed.keys()) {
    if (parsed.size <= keptFiles) break;
    parsed.delete(oldest);
  }
  return result;
}
