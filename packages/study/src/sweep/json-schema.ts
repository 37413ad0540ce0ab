import type { Role } from "@tweedie/core";
import {
  extensibleSchema,
  inputSchema,
  type JsonSchema,
  type NamedPlugin,
  pluginBlockSchema,
  referenceSchema,
} from "@tweedie/engine";
import { aliases } from "./check-plugin.ts";
import { sweepSchema } from "./sweep-schema.ts";

/** The families whose plugins a sweep may name without them. */
const families = { sampler: "samplers/", pruner: "pruners/", launcher: "launchers/" } as const;

/** What an editor completes and underlines in a sweep: its settings, and its plugins with their options. */
export function sweepFileSchema(plugins: readonly NamedPlugin[]): JsonSchema {
  const {
    properties = {},
    definitions = {},
    ...schema
  } = inputSchema(sweepSchema) as JsonSchema & {
    properties?: Record<string, JsonSchema>;
    definitions?: Record<string, JsonSchema>;
  };
  const named = (role: Role & keyof typeof families) =>
    plugins.filter(({ plugin }) => plugin.role === role).flatMap((each) => [...shortened(each, families[role]), each]);
  const pruners = named("pruner").map(({ use }) => use);
  return extensibleSchema({
    ...schema,
    title: "A sweep of Tweedie",
    properties: {
      ...properties,
      method: described(properties["method"], { $ref: "#/definitions/sampler" }),
      engine: described(properties["engine"], { $ref: "#/definitions/launcher" }),
      early_terminate: described(properties["early_terminate"], {
        anyOf: [
          { type: "string", enum: pruners },
          {
            type: "object",
            properties: {
              use: { type: "string", enum: pruners },
              type: { type: "string", enum: pruners },
              resource: { type: "string", enum: ["step", "samples"], default: "step" },
              ...Object.assign(
                {},
                ...named("pruner").map(({ plugin }) => inputSchema(plugin.options).properties ?? {}),
              ),
            },
          },
        ],
      }),
    },
    definitions: {
      ...definitions,
      reference: referenceSchema,
      sampler: pluginBlockSchema("sampler", named("sampler")),
      launcher: pluginBlockSchema("launcher", named("launcher")),
    },
  });
}

/** A plugin under its short name, and under those that other tools have for it. */
function shortened(named: NamedPlugin, family: string): readonly NamedPlugin[] {
  if (!named.use.startsWith(family)) return [];
  const short = named.use.slice(family.length);
  const others = Object.keys(aliases).filter((name) => aliases[name] === short);
  return [short, ...others].map((use) => ({ ...named, use }));
}

/** A place with what it is for. */
const described = (place: JsonSchema | undefined, schema: JsonSchema): JsonSchema => ({
  ...(place?.description !== undefined && { description: place.description }),
  anyOf: [schema],
});
