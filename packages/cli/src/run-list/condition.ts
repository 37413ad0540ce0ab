import { TweedieError } from "@tweedie/core";
import type { Json } from "@tweedie/config";
import { fieldOf, namesOf, text } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

type Test = (value: Json | undefined, operand: string) => boolean;

const isEqual: Test = (value, operand) =>
  value !== undefined &&
  (text(value) === operand || (isNumber(value) && isNumber(operand) && Number(value) === Number(operand)));

/** Numbers are ordered as numbers, all else by letters, as dates are. What is not there or not a number has no order. */
const ordered =
  (holds: (a: number | string, b: number | string) => boolean): Test =>
  (value, operand) => {
    if (value === undefined) return false;
    if (typeof value === "number" || isNumber(operand)) return holds(Number(value), Number(operand));
    return holds(text(value), operand);
  };

/** Longer signs first: `<=` is not `<` with an operand that begins with `=`. */
const tests: Readonly<Record<string, Test>> = {
  "!=": (value, operand) => !isEqual(value, operand),
  "<=": ordered((a, b) => a <= b),
  ">=": ordered((a, b) => a >= b),
  "<": ordered((a, b) => a < b),
  ">": ordered((a, b) => a > b),
  "=": isEqual,
  "~": (value, operand) => value !== undefined && new RegExp(operand, "i").test(text(value)),
};

/** What is asked of a run, such as `loss.use=sid/l2`. */
export interface Condition {
  /** Of which field. */
  readonly name: string;
  holds(entry: RunEntry): boolean;
}

/** Reads a condition: `=`, `!=`, `<`, `<=`, `>`, `>=`, or `~` with a regular expression. */
export function parseCondition(argument: string): Condition {
  const [, name, sign, operand] =
    new RegExp(`^([^=!<>~]+)(${Object.keys(tests).join("|")})(.*)$`, "s").exec(argument) ?? [];
  const fail = (what: string, fix: string) => new TweedieError({ where: "--where", what, fix });
  if (name === undefined || sign === undefined || operand === undefined) {
    throw fail(
      `\`${argument}\` is no condition`,
      `one of ${Object.keys(tests).join(" ")} stands in it: loss.use=sid/l2`,
    );
  }
  const test = tests[sign]!;
  try {
    test("", operand);
  } catch (error) {
    throw fail(`\`${operand}\`: ${(error as Error).message}`, "after ~ stands a regular expression");
  }
  return { name, holds: (entry) => test(fieldOf(entry, name)?.value, operand) };
}

/** Sees that a name means something in at least one run: a slip of the pen would otherwise find nothing, in silence. */
export async function checkName(option: string, name: string, entries: readonly RunEntry[]): Promise<void> {
  if (entries.length === 0 || entries.some((entry) => fieldOf(entry, name) !== undefined)) return;
  const { suggest } = await import("@tweedie/config");
  const fix = suggest(name, [...new Set(entries.flatMap(namesOf))], "there are");
  throw new TweedieError({ where: option, what: `no run has \`${name}\``, fix });
}

const isNumber = (value: Json): boolean =>
  (typeof value === "number" || (typeof value === "string" && value.trim() !== "")) && Number.isFinite(Number(value));
