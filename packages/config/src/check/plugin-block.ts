import { z } from "zod";

/** A plugin and its options, `{use: sid/l2, lambda: 1}`. A string is short for a block without options. */
export const pluginBlock = z
  .union([z.string(), z.looseObject({ use: z.string().describe("Name of the plugin, `family/name`.") })])
  .transform((block) => (typeof block === "string" ? { use: block } : block))
  .describe("Plugin: `family/name`, or a map with `use: family/name` and its options.");

export type PluginBlock = z.output<typeof pluginBlock>;
