import type { z } from "zod";
import { nearest } from "../diagnose/suggest.ts";
import type { Json } from "../tree/node.ts";
import { joinWithOr } from "./issue-text.ts";
import { adviseList, adviseNumber } from "./number-advice.ts";

/** Help for common mistakes in a value. `written` is its text in the source, `meant` are the values that the field also calls so. */
export function advise(
  issue: z.core.$ZodIssue,
  value: Json,
  written: string,
  meant: readonly string[],
): string | undefined {
  if (value === null) return "give it a value, or remove the line";
  if (meant.length > 0) return `did you mean ${joinWithOr(meant.map((each) => `\`${each}\``))}?`;
  if (issue.code === "invalid_value" && typeof value === "string") {
    const near = nearest(value, issue.values.map(String));
    return near && `did you mean \`${near}\`?`;
  }
  if (issue.code !== "invalid_type") return undefined;
  const isQuoted = /^["']/.test(written);
  switch (issue.expected) {
    case "number":
    case "int":
      return typeof value === "string" ? adviseNumber(value, isQuoted) : adviseList(value);
    case "boolean":
      return typeof value === "string" ? adviseBoolean(value, isQuoted) : adviseList(value);
    case "string":
      return typeof value === "object" ? adviseList(value) : `write "${written}" for a string`;
    case "array":
      if (typeof value === "object") return undefined;
      return written.includes(",") ? "write a list in brackets: [a, b]" : `write [${written}] for a list of one`;
    default:
      return undefined;
  }
}

function adviseBoolean(text: string, isQuoted: boolean): string | undefined {
  const word = text.toLowerCase();
  const meaning = ["yes", "on", "y", "true"].includes(word)
    ? "true"
    : ["no", "off", "n", "false"].includes(word)
      ? "false"
      : "";
  if (!meaning) return undefined;
  return isQuoted && word === meaning ? "remove the quotes: this is a string" : `write ${meaning}`;
}
