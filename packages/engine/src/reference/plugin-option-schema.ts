import type { PluginOptionMeta, Role } from "@tweedie/core";
import type { z } from "zod";

/** JSON Schema, draft 7. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** An option of a plugin that takes another plugin, in JSON Schema. */
export interface PluginOptionSchema {
  readonly role: Role;
  /** Keys of the outer plugin beside the options of the inner one. */
  readonly beside: Readonly<Record<string, JsonSchema>>;
}

/** Reads the schema of an option that takes a plugin; undefined for any other schema. */
export function pluginOptionOf(schema: JsonSchema): PluginOptionSchema | undefined {
  const { pluginRole, beside = [] } = schema as Partial<PluginOptionMeta>;
  if (pluginRole === undefined) return undefined;
  const block = (schema.anyOf ?? []).find((each) => (each as JsonSchema).type === "object") as JsonSchema | undefined;
  const keys = Object.entries(block?.properties ?? {}).filter(([name]) => beside.includes(name));
  return { role: pluginRole, beside: Object.fromEntries(keys) as Record<string, JsonSchema> };
}

/** Name of the definition of the blocks that an option takes: that of its role, unless other keys are beside. `path` begins with the name of its plugin. */
export const definitionAt = (path: string, { role, beside }: PluginOptionSchema): string =>
  Object.keys(beside).length === 0 ? role : path.replaceAll("/", ":");

/** The options below a schema that take plugins, by their paths. */
export function pluginOptionsBelow(
  schema: JsonSchema,
  path: string,
): readonly (readonly [string, PluginOptionSchema])[] {
  const option = pluginOptionOf(schema);
  const below = (inner: Readonly<Record<string, unknown>>) =>
    Object.entries(inner).flatMap(([name, each]) => pluginOptionsBelow(each as JsonSchema, `${path}.${name}`));
  if (option) return [[path, option] as const, ...below(option.beside)];
  const { properties, items, additionalProperties, anyOf = [] } = schema;
  return [
    ...below(properties ?? {}),
    ...below({ ...(isSchema(items) && { "*": items }) }),
    ...below({ ...(isSchema(additionalProperties) && { "*": additionalProperties }) }),
    ...anyOf.flatMap((each) => pluginOptionsBelow(each as JsonSchema, path)),
  ];
}

/** True for one schema, and not a list of schemas or a truth value. */
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
