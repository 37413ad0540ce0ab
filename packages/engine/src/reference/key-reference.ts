import type { Json } from "@tweedie/config";
import type { Role } from "@tweedie/core";
import type { z } from "zod";
import { inputSchema, type JsonSchema } from "../experiment/json-schema.ts";
import { pluginOptionOf } from "./plugin-option-schema.ts";
import { alternativesOf, allowsEveryValue, boundsText, choicesOf, resolved, typeText } from "./schema-text.ts";

/** Reference of one key of a YAML file: what a page or an editor shows of it. */
export interface KeyReference {
  /** Dotted path. `*` stands for each item of a list, `KEY` for each key of a map whose keys the user chooses. */
  readonly path: string;
  /** Type of the value: `number`, `silu | softplus`, `[integer from 1, ...]`, `map`. */
  readonly type: string;
  /** Bounds of a number: `from 0 below 1`. */
  readonly range?: string;
  /** Values of an enumeration, or of one among the alternatives. */
  readonly choices?: readonly string[];
  readonly default?: Json;
  readonly required: boolean;
  /** Meaning and units. */
  readonly description?: string;
  /** A value that shows the form of a key without a default. */
  readonly example?: Json;
  /** Role of the plugin that the key takes, or of the plugins of its list. */
  readonly role?: Role;
}

/** Paths that take plugins, with their roles. */
export type SlotRoles = Readonly<Record<string, Role>>;

/** Returns the references of all keys of a zod schema, nested keys included, in the order of the schema. */
export const keysOf = (schema: z.ZodType, slots?: SlotRoles): readonly KeyReference[] =>
  keysOfSchema(inputSchema(schema), slots);

/** Returns the references of all keys of a JSON Schema. The options of the plugins in `slots` are not part of them. */
export function keysOfSchema(root: JsonSchema, slots: SlotRoles = {}): readonly KeyReference[] {
  const found = new Map<string, KeyReference>();
  const add = (path: string, schema: JsonSchema, required: boolean): void => {
    // Alternatives of a union may share a key: the first one describes it.
    if (!found.has(path)) found.set(path, referenceOf({ path, schema, required, root, slots }));
    visit(schema, path);
  };
  const visit = (schema: JsonSchema, path: string): void => {
    if (allowsEveryValue(schema, root)) return;
    const option = pluginOptionOf(schema);
    // Of a block with the options of a plugin, the keys that are the same for every plugin.
    const alternatives = option ? [{ properties: option.beside }] : alternativesOf(schema, root, visited);
    for (const alternative of alternatives) {
      const { properties = {}, required = [], additionalProperties, items } = alternative as JsonSchema;
      const prefix = path === "" ? "" : `${path}.`;
      for (const [name, each] of Object.entries(properties)) {
        // The key `use` of a slot is the slot itself.
        const isName = name === "use" && path in slots;
        if (!isName) add(prefix + name, each as JsonSchema, required.includes(name));
      }
      if (hasContent(additionalProperties)) add(`${prefix}KEY`, additionalProperties, false);
      if (hasContent(items)) visit(items, `${prefix}*`);
    }
  };
  const visited = new Set<JsonSchema>();
  visit(root, "");
  return [...found.values()];
}

/** True for a schema that restricts its values. */
const hasContent = (schema: unknown): schema is JsonSchema =>
  typeof schema === "object" && schema !== null && !Array.isArray(schema) && Object.keys(schema).length > 0;

interface Key {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly root: JsonSchema;
  readonly slots: SlotRoles;
}

function referenceOf({ path, schema, required, root, slots }: Key): KeyReference {
  const { default: value, example } = schema;
  const description = schema.description ?? resolved(schema, root).description;
  const [role, roleOfItems] = [slots[path] ?? pluginOptionOf(schema)?.role, slots[`${path}.*`]];
  const plugin = role ?? roleOfItems;
  const [range, choices] = [boundsText(schema), choicesOf(schema)];
  return {
    path,
    type: role ? "plugin" : roleOfItems ? "[plugin, ...]" : typeText(schema, root),
    ...(range !== "" && { range }),
    ...(choices && { choices }),
    // The default of a map is written at its keys.
    ...(value !== undefined && !isEmptyMap(value) && { default: value as Json }),
    required,
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example: example as Json }),
    ...(plugin && { role: plugin }),
  };
}

const isEmptyMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
