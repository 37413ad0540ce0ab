import type { Json } from "../tree/node.ts";
import { sha256Of } from "./sha256.ts";

/** SHA-256 of a value, in hexadecimal. It does not depend on the order of keys or on the notation of numbers. */
export const hashOf = (value: unknown): string => sha256Of(canonical(value as Json));

/** JSON with sorted keys and no spaces. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json | undefined>>)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
