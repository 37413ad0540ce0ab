import type { KeyReference } from "@tweedie/engine";
import { valueText } from "../run-list/fields.ts";

/** Type of a key with the bounds of its number: `integer from 1 to 64`, `number above 0 | null`. */
export function boundedType({ type, range }: Pick<KeyReference, "type" | "range">): string {
  if (range === undefined) return type;
  const [number, ...others] = type.split(" | ");
  return [`${number} ${range}`, ...others].join(" | ");
}

/** Default of a key as in YAML: `0.5`, `required` or `optional`. */
export const defaultText = ({ default: value, required }: Pick<KeyReference, "default" | "required">): string =>
  value !== undefined ? valueText(value) : required ? "required" : "optional";

/** Rows of a table of keys: path, type, default, description. `prefix` precedes the paths. */
export const keyRows = (keys: readonly KeyReference[], prefix = ""): string[][] =>
  keys.map((key) => [
    prefix + key.path,
    boundedType(key),
    (key.default === undefined ? "" : "default ") + defaultText(key),
    key.description ?? "",
  ]);
