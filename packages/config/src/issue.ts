import type { z } from "zod";

type RawIssue = z.core.$ZodRawIssue;

/** zod's names of types, as people call them. */
const kinds: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "`true` or `false`",
  array: "a list",
  tuple: "a list",
  object: "a map",
  record: "a map",
  null: "nothing",
};

/** Whether a schema's type says what a value looks like: that of a wrapper does not. */
export const isKind = (type: string): boolean => type in kinds;

/** A type as people call it. */
export const kindOf = (type: string): string => kinds[type] ?? type;

/** A value as it is written in YAML, cut short. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (value === "") return "empty text";
  const text = String(value);
  return `${typeof value === "string" ? "the text " : ""}\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``;
}

/** `a, b or c` */
export const either = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)!}`;

const quote = (value: unknown): string => `\`${String(value)}\``;

/** What is wrong with a value, in words. Messages that a schema's author wrote take precedence: zod sees to it. */
export function describeIssue(issue: RawIssue): string | undefined {
  const got = `got ${show(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${kindOf(issue.expected)}, ${got}`;
    case "invalid_value":
      return `expected ${either(issue.values.map(quote))}, ${got}`;
    case "too_small":
      return bound(
        issue.origin,
        issue.inclusive === false ? "more than" : "at least",
        Number(issue.minimum),
        got,
        issue.input,
      );
    case "too_big":
      return bound(
        issue.origin,
        issue.inclusive === false ? "less than" : "at most",
        Number(issue.maximum),
        got,
        issue.input,
      );
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}, ${got}`;
    case "unrecognized_keys":
      return "unknown key";
    case "invalid_union":
      return Array.isArray(issue.options) ? `expected ${either(issue.options.map(quote))}, ${got}` : undefined;
    case "invalid_format":
      return issue.pattern ? `expected text like ${issue.pattern}, ${got}` : `expected ${issue.format}, ${got}`;
    default:
      return undefined;
  }
}

function bound(origin: string, relation: string, limit: number, got: string, input: unknown): string {
  if (Array.isArray(input))
    return `expected ${relation} ${limit} ${limit === 1 ? "item" : "items"}, got ${input.length}`;
  if (origin === "string") return `expected ${relation} ${limit} ${limit === 1 ? "character" : "characters"}, ${got}`;
  return `expected ${relation} ${limit}, ${got}`;
}
