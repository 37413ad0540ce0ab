import type { KeyReference } from "@tweedie/engine";
import type { Json } from "@tweedie/config";

/** A value that a key can have, as in YAML: its example, its default, its first choice, or true; `...` if it has none of them. */
export const exampleValue = ({ example, default: value, choices, type }: KeyReference): string =>
  flowText(example ?? value ?? choices?.[0] ?? (type === "boolean" ? true : "..."));

/** A value as YAML in one line: `[0, 0.99]`, `{ use: asha, min: 1000 }`. */
export function flowText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${key}: ${flowText(each)}`);
    return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
  }
  return typeof value === "string" && !/^[\w./-]+$/.test(value) ? JSON.stringify(value) : String(value);
}

/** A value at a dotted path as one line of YAML: `distill: { student: { time: VALUE } }`. `*` is an item of a list. */
export const yamlAt = (path: string, value: string): string =>
  path.split(".").reduceRight((inner, segment, depth) => {
    if (segment === "*") return `[${inner}]`;
    return depth > 0 ? `{ ${segment}: ${inner} }` : `${segment}: ${inner}`;
  }, value);

/** A plugin in its slot, with options as in YAML: `evaluate: { metrics: [{ use: metrics/mmd, samples: 1000 }] }`. */
export const yamlOfPlugin = (use: string, slot: string, options: readonly string[]): string =>
  yamlAt(slot, options.length > 0 ? `{ ${[`use: ${use}`, ...options].join(", ")} }` : use);
