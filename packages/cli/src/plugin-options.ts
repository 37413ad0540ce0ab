import type { Json } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { text } from "./run-list/fields.ts";

/** An option of a plugin, in words. */
export interface PluginOption {
  /** Dotted where it stands inside another. */
  readonly name: string;
  readonly type: string;
  /** The default, as YAML; nothing where there is none. */
  readonly value?: string;
  readonly required: boolean;
  /** What can be chosen between. */
  readonly choices?: readonly string[];
  readonly description?: string;
}

/** The part of JSON Schema that options are written in. */
interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** The options that a plugin has, as they are written in YAML. */
export const describeOptions = (options: Plugin["options"]): PluginOption[] =>
  describe(options.toJSONSchema({ io: "input", unrepresentable: "any" }) as JsonSchema, "");

function describe({ properties = {}, required = [] }: JsonSchema, prefix: string): PluginOption[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    {
      name: prefix + name,
      type: typeOf(schema),
      required: required.includes(name),
      ...(schema.enum && { choices: schema.enum.map(String) }),
      ...(schema.default !== undefined && { value: text(schema.default as Json) }),
      ...(schema.description !== undefined && { description: schema.description }),
    },
    ...describe(schema, `${prefix}${name}.`),
  ]);
}

/** Options as rows of a table, under the names that `prefix` gives them in an experiment. */
export const optionRows = (options: readonly PluginOption[], prefix = ""): string[][] =>
  options.map(({ name, type, value, required, description = "" }) => [
    prefix + name,
    type,
    required ? "required" : value === undefined ? "optional" : `default ${value}`,
    description,
  ]);

function typeOf(schema: JsonSchema): string {
  const { type, enum: values, const: constant, anyOf, items, prefixItems } = schema;
  if (values) return values.map(String).join(" | ");
  if (constant !== undefined) return String(constant);
  if (anyOf) return anyOf.map(typeOf).join(" | ");
  if (prefixItems) return `[${prefixItems.map(typeOf).join(", ")}]`;
  if (type === "array") return items ? `[${typeOf(items)}, ...]` : "list";
  if (type === "integer") return `whole number${wholeRange(schema)}`;
  if (type === "number") return `number${range(schema)}`;
  return { object: "map", string: "text" }[type ?? ""] ?? type ?? "anything";
}

/** ` from 0 below 1` */
const range = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string =>
  [
    minimum === undefined ? "" : ` from ${minimum}`,
    exclusiveMinimum === undefined ? "" : ` above ${exclusiveMinimum}`,
    maximum === undefined ? "" : ` to ${maximum}`,
    exclusiveMaximum === undefined ? "" : ` below ${exclusiveMaximum}`,
  ].join("");

/** Bounds that belong to the number, and not those of all whole numbers. */
function wholeRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const least = minimum ?? (exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + 1);
  const most = maximum ?? (exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - 1);
  return range({
    ...(least > Number.MIN_SAFE_INTEGER && { minimum: least }),
    ...(most < Number.MAX_SAFE_INTEGER && { maximum: most }),
  });
}
