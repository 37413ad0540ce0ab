import type { Role } from "@tweedie/core";
import type { z } from "zod";
import type { NamedPlugin } from "../plugins/available-plugins.ts";
import { settingsSchema } from "./settings.ts";
import { slotRoles } from "./slots.ts";

/** JSON Schema, draft 7. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A value that refers to another is a text, whatever it should be in the end. */
export const reference: JsonSchema = { type: "string", pattern: "\\$\\{" };
const orReference: JsonSchema = { $ref: "#/definitions/reference" };

/**
 * What an editor completes and underlines in an experiment: the settings, and in each place for a plugin those that there are,
 * with their options.
 */
export function experimentSchema(plugins: readonly NamedPlugin[]): JsonSchema {
  const { properties, ...settings } = inputSchema(settingsSchema);
  const blocks = [...new Set(Object.values(slotRoles))].map((role) => [
    role,
    pluginBlockSchema(
      role,
      plugins.filter(({ plugin }) => plugin.role === role),
    ),
  ]);
  return {
    ...extensible({ title: "An experiment of Tweedie", ...settings, properties: writable(properties!) }),
    definitions: { reference, ...(Object.fromEntries(blocks) as Record<Role, JsonSchema>) },
  };
}

/** Of files that may be laid over others. What only the whole must have is then not missed in a part. */
export function extensible({
  properties,
  required = [],
  ...schema
}: JsonSchema & { properties: Properties }): JsonSchema {
  const file: JsonSchema = { type: "string", pattern: "\\.ya?ml$" };
  const extended: JsonSchema = {
    description: "What this file is laid over.",
    anyOf: [file, { type: "array", items: file }],
  };
  return {
    ...schema,
    properties: { extends: extended, ...properties },
    if: { required: ["extends"] },
    else: { required },
  };
}

/**
 * A place for a plugin: its name, or a map with its name and its options.
 *
 * The language server completes the names only where all of them are in one `enum`, and explains a wrong one by the first alternative.
 */
export function pluginBlockSchema(role: Role, plugins: readonly NamedPlugin[]): JsonSchema {
  const names: JsonSchema[] = [
    {
      type: "string",
      enum: plugins.map(({ use }) => writtenAs(use)),
      enumDescriptions: plugins.map(({ plugin }) => plugin.summary),
    },
    { type: "string", pattern: "^\\.\\.?/.*\\.m?[jt]s$" },
    orReference,
  ];
  const description = `A plugin, ${role}.`;
  const options = plugins.map(({ use, plugin }) => ({
    if: { required: ["use"], properties: { use: namedBy(use) } },
    then: optionsOf(plugin),
  }));
  const block = { type: "object", properties: { use: { description, anyOf: names } }, allOf: options } as const;
  return { description, anyOf: [...names, block] };
}

const isFile = (use: string): boolean => use.startsWith("./");

/** A name as experiments write it. A file's path starts from theirs, and most lie in a folder of the lab. */
const writtenAs = (use: string): string => (isFile(use) ? `.${use}` : use);

/** The values of `use` that mean a plugin. */
const namedBy = (use: string): JsonSchema =>
  isFile(use) ? { pattern: `${use.slice(1).replaceAll(".", "\\.")}$` } : { const: use };

/** The options of a plugin. What it must be given may stand in a file that is extended. */
function optionsOf({ role, options, summary }: NamedPlugin["plugin"]): JsonSchema {
  const { properties = {} } = inputSchema(options);
  return {
    description: summary,
    properties: { use: {}, ...writable(properties, `${role}.options.`) },
    additionalProperties: false,
  };
}

export const inputSchema = (schema: z.ZodType): JsonSchema & { properties?: Properties } =>
  schema.toJSONSchema({ target: "draft-07", io: "input", unrepresentable: "any" }) as JsonSchema & {
    properties?: Properties;
  };

type Properties = Readonly<Record<string, JsonSchema>>;

/** What may be written for the properties of a map that stands at a path. */
const writable = (properties: Properties, path = ""): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, writableAt(`${path}${name}`, schema)]));

/** What may be written for a value: in the place of a plugin its block, elsewhere the value or a reference. */
function writableAt(path: string, schema: JsonSchema): JsonSchema {
  const role = slotRoles[path];
  if (role !== undefined) return { $ref: `#/definitions/${role}` };
  const { description, default: value, properties, items, anyOf, ...rest } = schema;
  const inside: JsonSchema = {
    ...rest,
    ...(properties && { properties: writable(properties as Properties, `${path}.`) }),
    ...(items !== undefined && { items: Array.isArray(items) ? items : writableAt(`${path}.*`, items as JsonSchema) }),
  };
  const outside = { ...(description !== undefined && { description }), ...(value !== undefined && { default: value }) };
  const isText = schema.type === "string" && Object.keys(inside).length === 1;
  return isText ? { ...outside, ...inside } : { ...outside, anyOf: [...(anyOf ?? [inside]), orReference] };
}
