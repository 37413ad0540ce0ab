import type { Json } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { fieldNames, findField, valueText } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

type Operator = (value: Json | undefined, operand: string) => boolean;

const isEqual: Operator = (value, operand) =>
  value !== undefined &&
  (valueText(value) === operand || (isNumber(value) && isNumber(operand) && Number(value) === Number(operand)));

/** Compares numbers as numbers and all else as text, which is right for dates. False for a missing value and for NaN. */
const ordered =
  (compare: (a: number | string, b: number | string) => boolean): Operator =>
  (value, operand) => {
    if (value === undefined) return false;
    if (typeof value === "number" || isNumber(operand)) return compare(Number(value), Number(operand));
    return compare(valueText(value), operand);
  };

/** Longer operators first, so that `<=` is not read as `<` with the operand `=...`. */
const operators: Readonly<Record<string, Operator>> = {
  "!=": (value, operand) => !isEqual(value, operand),
  "<=": ordered((a, b) => a <= b),
  ">=": ordered((a, b) => a >= b),
  "<": ordered((a, b) => a < b),
  ">": ordered((a, b) => a > b),
  "=": isEqual,
  "~": (value, operand) => value !== undefined && new RegExp(operand, "i").test(valueText(value)),
};

/** A filter on runs, such as `loss.use=sid/l2`. */
export interface RunFilter {
  /** Name of the field that is compared. */
  readonly name: string;
  matches(entry: RunEntry): boolean;
}

/**
 * Parses `NAME OPERATOR VALUE`. The operators are `=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` with a regular expression, which ignores case.
 *
 * @throws TweedieError for a text without an operator, or an invalid regular expression.
 */
export function parseRunFilter(argument: string): RunFilter {
  const symbols = Object.keys(operators);
  const [, name, symbol, operand] = new RegExp(`^([^=!<>~]+)(${symbols.join("|")})(.*)$`, "s").exec(argument) ?? [];
  const fail = (what: string, fix: string) => new TweedieError({ where: "--where", what, fix });
  if (name === undefined || symbol === undefined || operand === undefined) {
    const fix = `use one of the operators ${symbols.join(" ")}, as in loss.use=sid/l2`;
    throw fail(`expected a filter such as NAME=VALUE, got \`${argument}\``, fix);
  }
  if (symbol !== "~" && /^[-+]?\d+,\d+$/.test(operand))
    throw fail(`\`${operand}\` is not a number`, "the decimal point is `.`");
  const operator = operators[symbol]!;
  try {
    operator("", operand);
  } catch (error) {
    throw fail(`\`${operand}\`: ${(error as Error).message}`, "write a regular expression after `~`");
  }
  return { name, matches: (entry) => operator(findField(entry, name)?.value, operand) };
}

/**
 * Checks that at least one run has a field of this name. A misspelt name would match no run without an error.
 *
 * @throws TweedieError with the nearest name. Not if there are no runs at all.
 */
export async function checkFieldName(option: string, name: string, entries: readonly RunEntry[]): Promise<void> {
  if (entries.length === 0 || entries.some((entry) => findField(entry, name) !== undefined)) return;
  const { suggest } = await import("@tweedie/config");
  const fix = suggest(name, [...new Set(entries.flatMap(fieldNames))], "fields");
  throw new TweedieError({ where: option, what: `no run has a field \`${name}\``, fix });
}

const isNumber = (value: Json): boolean =>
  (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) && Number.isFinite(Number(value));
