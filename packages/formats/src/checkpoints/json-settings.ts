import { TweedieError, visibleLine } from "@tweedie/core";
import type { Setting, Settings } from "./checkpoint.ts";
import { isSettings } from "./plain-settings.ts";

/** Most levels of a value, so that functions that recurse over it are safe. */
const maxDepth = 16;

/**
 * Parses a JSON object of settings.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the text is no JSON object, nested too deeply, or has the key `__proto__`.
 */
export function jsonSettings(text: string, where: string): Settings {
  const fail = (what: string) => new TweedieError({ where, what });
  let value: Setting;
  try {
    value = JSON.parse(text) as Setting;
  } catch (error) {
    throw fail(`is not JSON: ${visibleLine((error as Error).message.slice(0, 200))}`);
  }
  if (!isSettings(value)) throw fail("is not a JSON object");
  const check = (each: Setting, depth: number): void => {
    if (depth > maxDepth) throw fail(`is nested deeper than ${maxDepth}`);
    if (typeof each !== "object" || each === null) return;
    if (Object.hasOwn(each, "__proto__")) throw fail("has the reserved key __proto__");
    for (const inner of Object.values(each) as Setting[]) check(inner, depth + 1);
  };
  check(value, 0);
  return value;
}
