import { valueAt } from "../yaml-edits.ts";
import type { YamlPlace } from "./yaml-path.ts";

/** The parts of a JSON Schema that completion reads. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly { readonly if: Schema; readonly then: Schema }[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A key or a value that fits a place of an experiment. */
export interface Choice {
  readonly text: string;
  readonly detail?: string | undefined;
  readonly info?: string | undefined;
}

/** Keys or values of an experiment's schema at the cursor, between two texts. Keys that the map has already are left out. */
export function choicesAt(
  root: Schema,
  [before, after]: readonly [string, string],
  { path, kind, from }: YamlPlace,
): readonly Choice[] {
  // A key without a colon would end the reading of the map.
  const colon = kind === "key" && !/^\s*:/.test(after) ? "_: " : before.slice(from);
  const text = before.slice(0, from) + colon + after;
  let here = alternatives(root, root, undefined);
  path.forEach((key, i) => {
    const value = valueAt(text, path.slice(0, i + 1).map(indexed));
    here = here.flatMap((each) => childrenOf(each, key)).flatMap((each) => alternatives(root, each, value));
  });
  if (kind === "value") return distinct(here.flatMap(valuesOf));
  const present = valueAt(text, path.map(indexed));
  const keys = typeof present === "object" && present !== null ? Object.keys(present) : [];
  return distinct(here.flatMap(keysOf)).filter((choice) => !keys.includes(choice.text));
}

/** A list's first item stands for the others. */
const indexed = (key: string): string => (key === "*" ? "0" : key);

/** A schema with all that it refers to and that its conditions add for a value. */
function alternatives(root: Schema, schema: Schema, value: unknown): readonly Schema[] {
  const { $ref, anyOf = [], allOf = [] } = schema;
  const name = $ref?.replace("#/definitions/", "");
  const referred = name === undefined ? undefined : root.definitions?.[name];
  const use = typeof value === "object" && value !== null && "use" in value ? value.use : undefined;
  const chosen = allOf.filter(({ if: condition }) => use !== undefined && condition.properties?.["use"]?.const === use);
  const inner = [...anyOf, ...(referred ? [referred] : []), ...chosen.map(({ then }) => then)];
  return [schema, ...inner.flatMap((each) => alternatives(root, each, value))];
}

function childrenOf({ properties, additionalProperties, items }: Schema, key: string): readonly Schema[] {
  if (key === "*") return items ? [items] : [];
  if (properties && Object.hasOwn(properties, key)) return [properties[key]!];
  return typeof additionalProperties === "object" ? [additionalProperties] : [];
}

const keysOf = ({ properties = {} }: Schema): readonly Choice[] =>
  Object.entries(properties).map(([text, schema]) => ({
    text,
    detail: schema.default === undefined ? undefined : written(schema.default),
    info: schema.description,
  }));

function valuesOf(schema: Schema): readonly Choice[] {
  const { enum: names = [], enumDescriptions = [], const: only, type, default: preset, example } = schema;
  return [
    ...names.map((name, i) => ({ text: written(name), info: enumDescriptions[i] })),
    ...(only === undefined ? [] : [{ text: written(only) }]),
    ...(type === "boolean" ? [{ text: "true" }, { text: "false" }] : []),
    ...(type === "null" ? [{ text: "null" }] : []),
    ...(preset === undefined ? [] : [{ text: written(preset), detail: "default" }]),
    ...(example === undefined ? [] : [{ text: written(example), detail: "example" }]),
  ];
}

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The first of each text. */
const distinct = (choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(({ text }, i) => choices.findIndex((each) => each.text === text) === i);
