import type { JsonSchema } from "../experiment/json-schema.ts";

/** Returns the alternatives of a schema, references replaced by what they name. A reference to a schema in `visited` is left out. */
export function alternativesOf(schema: JsonSchema, root: JsonSchema, visited: Set<JsonSchema>): readonly JsonSchema[] {
  const named = resolved(schema, root);
  if (named !== schema) {
    if (visited.has(named)) return [];
    visited.add(named);
    return alternativesOf(named, root, visited);
  }
  const parts = schema.anyOf ?? schema.allOf;
  return parts ? parts.flatMap((part) => alternativesOf(part as JsonSchema, root, visited)) : [schema];
}

/** Returns the schema that a reference, `#/definitions/NAME`, names; any other schema as it is. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const definitions = root["definitions"] as Readonly<Record<string, JsonSchema>> | undefined;
  const found = definitions?.[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)];
  if (!found) throw new Error(`the schema has no definition \`${schema.$ref}\``);
  return found;
}

/** Types of which a value that YAML can express has one. */
const everyType = ["string", "number", "boolean", "null", "array", "object"];

/** True if a schema is a union of all types, with maps of any keys. */
export function allowsEveryValue(schema: JsonSchema, root: JsonSchema): boolean {
  const parts = alternativesOf(schema, root, new Set());
  return everyType.every((type) => parts.some((part) => part.type === type && !part.properties));
}

/** Type of a schema's values as text, without the bounds of a number: `number`, `a | b`, `[number above 0, ...]`, `map`. */
export function typeText(schema: JsonSchema, root: JsonSchema = schema): string {
  const { type, const: constant, items, enum: values } = schema;
  if (values) return values.map(String).join(" | ");
  if (constant !== undefined) return String(constant);
  const parts = alternativesOf(schema, root, new Set());
  if (parts.length !== 1 || parts[0] !== schema) {
    if (allowsEveryValue(schema, root)) return "any value";
    // One bounded alternative has its bounds in the range.
    const texts = parts.map((part) => (boundsText(schema) === "" ? boundedText(part, root) : typeText(part, root)));
    return [...new Set(texts)].join(" | ");
  }
  if (Array.isArray(items)) return `[${items.map((item) => boundedText(item as JsonSchema, root)).join(", ")}]`;
  if (type === "array") return items ? `[${boundedText(items as JsonSchema, root)}, ...]` : "list";
  if (type === "object") return "map";
  return type === undefined || Array.isArray(type) ? "any value" : type;
}

/** Type and bounds as text: `integer from 1 to 64`. */
const boundedText = (schema: JsonSchema, root: JsonSchema): string =>
  [typeText(schema, root), boundsText(schema)].filter(Boolean).join(" ");

/** Values of an enumeration, or of the enumerations and constants of a union; undefined if there are none. */
export function choicesOf({ enum: values, const: constant, anyOf = [] }: JsonSchema): readonly string[] | undefined {
  if (values) return values.map(String);
  if (constant !== undefined) return [String(constant)];
  const choices = anyOf.flatMap((part) => choicesOf(part as JsonSchema) ?? []);
  return choices.length > 0 ? choices : undefined;
}

/** Bounds of a number, or of the number of a union with null: `from 0 below 1`; empty if there are none. */
export function boundsText(schema: JsonSchema): string {
  const [only, ...others] = (schema.anyOf ?? []).filter((part) => (part as JsonSchema).type !== "null");
  if (only !== undefined) return others.length === 0 ? boundsText(only as JsonSchema) : "";
  if (schema.type === "integer") return integerBounds(schema);
  return schema.type === "number" ? numberBounds(schema) : "";
}

type Bounds = Pick<JsonSchema, "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum">;

/** `from 0 below 1` */
const numberBounds = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string =>
  [
    minimum === undefined ? [] : `from ${minimum}`,
    exclusiveMinimum === undefined ? [] : `above ${String(exclusiveMinimum)}`,
    maximum === undefined ? [] : `to ${maximum}`,
    exclusiveMaximum === undefined ? [] : `below ${String(exclusiveMaximum)}`,
  ]
    .flat()
    .join(" ");

/** `from 1 to 64`. zod bounds every integer by the safe integers; those bounds are not shown. */
function integerBounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string {
  const min = minimum ?? (exclusiveMinimum === undefined ? -Infinity : Number(exclusiveMinimum) + 1);
  const max = maximum ?? (exclusiveMaximum === undefined ? Infinity : Number(exclusiveMaximum) - 1);
  return numberBounds({
    ...(min > Number.MIN_SAFE_INTEGER && { minimum: min }),
    ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }),
  });
}
