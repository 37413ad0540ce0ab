import type { z } from "zod";

type RawIssue = z.core.$ZodRawIssue;

/** Names of zod's types in messages. */
const typeNames: Readonly<Record<string, string>> = {
  number: "a number",
  int: "an integer",
  string: "a string",
  boolean: "`true` or `false`",
  array: "a list",
  tuple: "a list",
  object: "a map",
  record: "a map",
  null: "nothing",
};

/** True if messages have a name for a type of zod's: wrappers have none. */
export const hasTypeName = (type: string): boolean => type in typeNames;

/** Name of a type of zod's in messages. */
export const typeName = (type: string): string => typeNames[type] ?? type;

/** Describes a value in a message: `the string \`x\``, `a list`. Long values are cut. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (value === "") return "an empty string";
  const text = String(value);
  return `${typeof value === "string" ? "the string " : ""}\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``;
}

/** Joins names as `a, b or c`. */
export const joinWithOr = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)!}`;

const quote = (value: unknown): string => `\`${String(value)}\``;

/** Message of an issue of zod's. Messages of the schema's author take precedence, which zod ensures. */
export function describeIssue(issue: RawIssue): string | undefined {
  const got = `got ${describeValue(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${typeName(issue.expected)}, ${got}`;
    case "invalid_value":
      return `expected ${joinWithOr(issue.values.map(quote))}, ${got}`;
    case "too_small": {
      const relation = issue.inclusive === false ? "more than" : "at least";
      return describeBound(issue, `${relation} ${Number(issue.minimum)}`, Number(issue.minimum) === 1);
    }
    case "too_big": {
      const relation = issue.inclusive === false ? "less than" : "at most";
      return describeBound(issue, `${relation} ${Number(issue.maximum)}`, Number(issue.maximum) === 1);
    }
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}, ${got}`;
    case "unrecognized_keys":
      return "unknown key";
    case "invalid_union":
      return Array.isArray(issue.options) ? `expected ${joinWithOr(issue.options.map(quote))}, ${got}` : undefined;
    case "invalid_format":
      return issue.pattern ? `expected a string like ${issue.pattern}, ${got}` : `expected ${issue.format}, ${got}`;
    default:
      return undefined;
  }
}

/** Message of a number, a length or a number of items that is out of bounds. */
function describeBound({ origin, input }: RawIssue & { origin: string }, bound: string, isOne: boolean): string {
  if (Array.isArray(input)) return `expected ${bound} ${isOne ? "item" : "items"}, got ${input.length}`;
  const unit = origin === "string" ? ` ${isOne ? "character" : "characters"}` : "";
  return `expected ${bound}${unit}, got ${describeValue(input)}`;
}
