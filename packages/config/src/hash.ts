import { createHash } from "node:crypto";
import type { Json } from "./node.ts";

/** SHA-256 of a value, in hexadecimal. The order of keys does not matter, nor how a number is written. */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(canonical(value as Json))
    .digest("hex");

/** JSON with sorted keys and no spaces. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json | undefined>>)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
