import type { z } from "zod";
import type { Json } from "./node.ts";
import { nearest } from "./suggest.ts";

/** Help for the mistakes that people make with a value. `written` is the value's text in its source. */
export function advise(issue: z.core.$ZodIssue, value: Json, written: string): string | undefined {
  if (value === null) return "give it a value, or remove the line";
  if (issue.code === "invalid_value" && typeof value === "string") {
    const near = nearest(value, issue.values.map(String));
    return near && `did you mean \`${near}\`?`;
  }
  if (issue.code !== "invalid_type") return undefined;
  const quoted = /^["']/.test(written);
  switch (issue.expected) {
    case "number":
    case "int":
      return typeof value === "string" ? adviseNumber(value, quoted) : unlist(value);
    case "boolean":
      return typeof value === "string" ? adviseBoolean(value, quoted) : unlist(value);
    case "string":
      return typeof value === "object" ? unlist(value) : `write "${written}" for text`;
    case "array":
      return typeof value === "object" ? undefined : `write [${written}] for a list of one`;
    default:
      return undefined;
  }
}

function adviseNumber(text: string, quoted: boolean): string | undefined {
  if (quoted && text.trim() !== "" && Number.isFinite(Number(text)))
    return "remove the quotes: this is text, not a number";
  const [, digits, unit = ""] = /^([-+]?[\d_, ]*\.?\d[\d_]*(?:e[-+]?\d+)?) ?([kKMG]?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits.replaceAll(/[_, ]/g, "")) * { "": 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9 }[unit]!;
  return Number.isFinite(number) ? `write ${number}` : undefined;
}

function adviseBoolean(text: string, quoted: boolean): string | undefined {
  const word = text.toLowerCase();
  const means = ["yes", "on", "y", "true"].includes(word)
    ? "true"
    : ["no", "off", "n", "false"].includes(word)
      ? "false"
      : "";
  if (!means) return undefined;
  return quoted && word === means ? "remove the quotes: this is text" : `write ${means}`;
}

const unlist = (value: Json): string | undefined =>
  Array.isArray(value) && value.length === 1 ? "remove the brackets: one value is expected" : undefined;
