import type { Json } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { valueText } from "../run-list/fields.ts";

/** Description of one option of a plugin. */
export interface PluginOption {
  /** A nested option has a dotted name. */
  readonly name: string;
  readonly type: string;
  /** The default as YAML, if there is one. */
  readonly value?: string;
  readonly required: boolean;
  /** The values of an enumeration. */
  readonly choices?: readonly string[];
  readonly description?: string;
}

/** The subset of JSON Schema that options use. */
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

/** Describes the options of a plugin as they are written in YAML, nested options included. */
export const describeOptions = (options: Plugin["options"]): PluginOption[] =>
  describe(options.toJSONSchema({ io: "input", unrepresentable: "any" }) as JsonSchema, "");

function describe({ properties = {}, required = [] }: JsonSchema, prefix: string): PluginOption[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    {
      name: prefix + name,
      type: typeText(schema),
      required: required.includes(name),
      ...(schema.enum && { choices: schema.enum.map(String) }),
      ...(schema.default !== undefined && { value: valueText(schema.default as Json) }),
      ...(schema.description !== undefined && { description: schema.description }),
    },
    ...describe(schema, `${prefix}${name}.`),
  ]);
}

/** Rows of a table of options. `prefix` is the path of the plugin in an experiment. */
export const optionRows = (options: readonly PluginOption[], prefix = ""): string[][] =>
  options.map(({ name, type, value, required, description = "" }) => [
    prefix + name,
    type,
    required ? "required" : value === undefined ? "optional" : `default ${value}`,
    description,
  ]);

function typeText(schema: JsonSchema): string {
  const { type, enum: values, const: constant, anyOf, items, prefixItems } = schema;
  if (values) return values.map(String).join(" | ");
  if (constant !== undefined) return String(constant);
  if (anyOf) return anyOf.map(typeText).join(" | ");
  if (prefixItems) return `[${prefixItems.map(typeText).join(", ")}]`;
  if (type === "array") return items ? `[${typeText(items)}, ...]` : "list";
  if (type === "integer") return `integer${integerBounds(schema)}`;
  if (type === "number") return `number${numberBounds(schema)}`;
  return type === "object" ? "map" : (type ?? "anything");
}

/** ` from 0 below 1` */
const numberBounds = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string =>
  [
    minimum === undefined ? "" : ` from ${minimum}`,
    exclusiveMinimum === undefined ? "" : ` above ${exclusiveMinimum}`,
    maximum === undefined ? "" : ` to ${maximum}`,
    exclusiveMaximum === undefined ? "" : ` below ${exclusiveMaximum}`,
  ].join("");

/** ` from 1 to 64`. zod bounds every integer by the safe integers; those bounds are not shown. */
function integerBounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const min = minimum ?? (exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + 1);
  const max = maximum ?? (exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - 1);
  return numberBounds({
    ...(min > Number.MIN_SAFE_INTEGER && { minimum: min }),
    ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }),
  });
}
