import type { Role } from "@tweedie/core";
import {
  extensibleSchema,
  inputSchema,
  type JsonSchema,
  type NamedPlugin,
  pluginBlockSchema,
  referenceSchema,
  writtenName,
} from "@tweedie/engine";
import { pluginAliases } from "./check-plugin-block.ts";
import { sweepSchema } from "./sweep-schema.ts";

/** Families whose plugins a sweep may name without the family. */
const families = { sampler: "samplers/", pruner: "pruners/", launcher: "launchers/" } as const;

/** JSON schema of sweep files for editors: settings, plugins and their options. */
export function sweepFileSchema(plugins: readonly NamedPlugin[]): JsonSchema {
  const {
    properties = {},
    definitions = {},
    ...schema
  } = inputSchema(sweepSchema) as JsonSchema & {
    properties?: Record<string, JsonSchema>;
    definitions?: Record<string, JsonSchema>;
  };
  const namesOf = (role: Role & keyof typeof families) =>
    plugins.filter(({ plugin }) => plugin.role === role).flatMap((each) => [...shortNames(each, families[role]), each]);
  return extensibleSchema({
    ...schema,
    title: "A sweep of Tweedie",
    properties: {
      ...properties,
      method: described(properties["method"], { $ref: "#/definitions/sampler" }),
      engine: described(properties["engine"], { $ref: "#/definitions/launcher" }),
      early_terminate: described(properties["early_terminate"], prunerSchema(namesOf("pruner"))),
    },
    definitions: {
      ...definitions,
      reference: referenceSchema,
      sampler: pluginBlockSchema("sampler", namesOf("sampler")),
      launcher: pluginBlockSchema("launcher", namesOf("launcher")),
    },
  });
}

/** Schema of `early_terminate`: the name of a pruner, or a map with its options. */
function prunerSchema(pruners: readonly NamedPlugin[]): JsonSchema {
  const names = pruners.map(({ use }) => writtenName(use));
  const file: JsonSchema = { type: "string", pattern: "^\\.\\.?/.*\\.m?[jt]s$" };
  const options = pruners.map(({ plugin }) => inputSchema(plugin.options).properties ?? {});
  return {
    anyOf: [
      { type: "string", enum: names },
      file,
      {
        type: "object",
        properties: {
          use: { anyOf: [{ type: "string", enum: names }, file] },
          type: { anyOf: [{ type: "string", enum: names }, file] },
          resource: { type: "string", enum: ["step", "samples"], default: "step" },
          ...Object.assign({}, ...options),
        },
      },
    ],
  };
}

/** A plugin under its name without the family, and under its aliases. */
function shortNames(named: NamedPlugin, family: string): readonly NamedPlugin[] {
  if (!named.use.startsWith(family)) return [];
  const short = named.use.slice(family.length);
  const aliases = Object.keys(pluginAliases).filter((name) => pluginAliases[name] === short);
  return [short, ...aliases].map((use) => ({ ...named, use }));
}

/** A schema with the description of the property that it replaces. */
const described = (property: JsonSchema | undefined, schema: JsonSchema): JsonSchema => ({
  ...(property?.description !== undefined && { description: property.description }),
  anyOf: [schema],
});
