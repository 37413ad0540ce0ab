import { type Role, roleDescriptions } from "@tweedie/core";
import type { z } from "zod";
import type { NamedPlugin } from "../plugins/available-plugins.ts";
import {
  definitionAt,
  isSchema,
  type JsonSchema,
  pluginOptionOf,
  pluginOptionsBelow,
} from "../reference/plugin-option-schema.ts";
import { settingsSchema } from "./settings.ts";
import { slotRoles } from "./slots.ts";

export type { JsonSchema };

/** Schema of a reference, `${path}`, which is allowed in place of a value of any type. */
export const referenceSchema: JsonSchema = { type: "string", pattern: "\\$\\{" };
const orReference: JsonSchema = { $ref: "#/definitions/reference" };

/** Schema of an experiment for editors: the settings, and in each slot the plugins of its role with their options. */
export function experimentSchema(plugins: readonly NamedPlugin[]): JsonSchema {
  const { properties, ...settings } = inputSchema(settingsSchema);
  const ofRole = (role: Role) => plugins.filter(({ plugin }) => plugin.role === role);
  const inOptions = plugins
    .flatMap(({ use, plugin }) => pluginOptionsBelow(inputSchema(plugin.options), use))
    .map(([path, option]) => ({ path, ...option, name: definitionAt(path, option) }));
  // The keys beside the options of a plugin are the same for every plugin.
  const besides = inOptions.flatMap(({ path, name, beside }) =>
    Object.entries(beside).map(([key, schema]) => [`${name}.${key}`, writableAt(`${path}.${key}`, schema)] as const),
  );
  const slots = Object.values(slotRoles).map((role) => ({ role, beside: {}, name: role as string }));
  const blocks = [...slots, ...inOptions].map(({ role, beside, name }) => {
    const keys = Object.keys(beside).map((key) => [key, { $ref: `#/definitions/${name}.${key}` }]);
    return [name, pluginBlockSchema(role, ofRole(role), Object.fromEntries(keys) as Properties)] as const;
  });
  return {
    ...extensibleSchema({ title: "An experiment of Tweedie", ...settings, properties: writable(properties!) }),
    definitions: {
      reference: referenceSchema,
      ...Object.fromEntries([...besides, ...blocks]),
    },
  };
}

/** Adds `extends` to a schema. A file with this key may leave out required properties, which the extended file can have. */
export function extensibleSchema({
  properties,
  required = [],
  ...schema
}: JsonSchema & { properties: Properties }): JsonSchema {
  const file: JsonSchema = { type: "string", pattern: "\\.ya?ml$" };
  const extended: JsonSchema = {
    description:
      "Path of a file, or of several, that this file is merged over; paths start from the folder of this file.",
    example: "base.yaml",
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
 * Schema of a slot: a plugin's name, or a map with its name and its options.
 *
 * The language server completes the names only if all of them are in one `enum`, and describes a wrong one by the first alternative.
 *
 * @param beside Keys that are allowed beside the options of every plugin.
 */
export function pluginBlockSchema(role: Role, plugins: readonly NamedPlugin[], beside: Properties = {}): JsonSchema {
  const names: JsonSchema[] = [
    {
      type: "string",
      enum: plugins.map(({ use }) => writtenName(use)),
      enumDescriptions: plugins.map(({ plugin }) => plugin.summary),
    },
    { type: "string", pattern: "^\\.\\.?/.*\\.m?[jt]s$" },
    orReference,
  ];
  const description = `Plugin of the role ${role}. ${roleDescriptions[role]}`;
  const options = plugins.map(({ use, plugin }) => ({
    if: { required: ["use"], properties: { use: nameSchema(use) } },
    then: optionsSchema(use, plugin, beside),
  }));
  const block = { type: "object", properties: { use: { description, anyOf: names } }, allOf: options } as const;
  return { description, anyOf: [...names, block] };
}

const isFile = (use: string): boolean => use.startsWith("./");

/** A plugin's name as experiments write it. Paths start from the experiment, and most experiments are in a folder of the project. */
export const writtenName = (use: string): string => (isFile(use) ? `.${use}` : use);

/** Schema of the values of `use` that name a plugin. */
const nameSchema = (use: string): JsonSchema =>
  isFile(use) ? { pattern: `${use.slice(1).replaceAll(".", "\\.")}$` } : { const: use };

/** Schema of a plugin's options. None is required, as an extended file can have it. */
function optionsSchema(use: string, { options, summary }: NamedPlugin["plugin"], beside: Properties): JsonSchema {
  const { properties = {} } = inputSchema(options);
  return {
    description: summary,
    properties: { use: {}, ...writable(properties, `${use}.`), ...beside },
    additionalProperties: false,
  };
}

/** Converts a zod schema to the JSON Schema of its input. */
export const inputSchema = (schema: z.ZodType): JsonSchema & { properties?: Properties } =>
  schema.toJSONSchema({
    target: "draft-07",
    io: "input",
    unrepresentable: "any",
    // Words for messages, which say nothing of the values.
    override: ({ jsonSchema }) => {
      delete jsonSchema["aliases"];
      delete jsonSchema["synonyms"];
    },
  }) as JsonSchema & {
    properties?: Properties;
  };

type Properties = Readonly<Record<string, JsonSchema>>;

/** Allows plugin blocks and references in the properties of a map. `path` is the prefix of their paths. */
const writable = (properties: Properties, path = ""): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, writableAt(`${path}${name}`, schema)]));

const hasPluginOptions = (schema: JsonSchema): boolean => pluginOptionsBelow(schema, "").length > 0;

/** Allows a plugin block at the path of a slot, and a reference in place of any other value. */
function writableAt(path: string, schema: JsonSchema): JsonSchema {
  const role = slotRoles[path];
  const { description, default: value, properties, items, anyOf, ...rest } = schema;
  const outside = { ...(description !== undefined && { description }), ...(value !== undefined && { default: value }) };
  // A list of plugins has its description at the list, and the definition has that of the role.
  if (role !== undefined) return { ...(path.endsWith("*") ? {} : outside), anyOf: [{ $ref: `#/definitions/${role}` }] };
  const option = pluginOptionOf(schema);
  if (option) return { ...outside, anyOf: [{ $ref: `#/definitions/${definitionAt(path, option)}` }] };
  const { additionalProperties } = rest;
  const inside: JsonSchema = {
    ...rest,
    ...(isSchema(additionalProperties) &&
      hasPluginOptions(additionalProperties) && {
        additionalProperties: writableAt(`${path}.*`, additionalProperties),
      }),
    ...(properties && { properties: writable(properties as Properties, `${path}.`) }),
    ...(items !== undefined && { items: Array.isArray(items) ? items : writableAt(`${path}.*`, items as JsonSchema) }),
  };
  const isAnyString = schema.type === "string" && Object.keys(inside).length === 1;
  return isAnyString ? { ...outside, ...inside } : { ...outside, anyOf: [...(anyOf ?? [inside]), orReference] };
}
