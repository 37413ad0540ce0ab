import { formatPath, type Json, leavesOf } from "@tweedie/config";
import { pluginsInOptions } from "@tweedie/core";
import type { z } from "zod";
import type { Experiment } from "./experiment.ts";
import { settingsSchema } from "./settings.ts";

/** A value of an experiment that differs from its default. */
export interface NonDefault {
  readonly path: string;
  readonly value: Json;
  /** Left out for a value without a default. */
  readonly default?: Json;
}

/** Returns the values of an experiment that differ from their defaults, in the order of its settings. Options are compared with the defaults of their plugin. */
export function nonDefaultsOf({ resolved, settings, slots }: Experiment): readonly NonDefault[] {
  const defaults = new Map(leavesOf(defaultsOf(settingsSchema, settings)));
  for (const { path, plugin, options } of slots) {
    const block = formatPath(path.split("."));
    const add = (prefix: string, values: Json) => {
      for (const [name, value] of leavesOf(values)) defaults.set(`${prefix}.${name}`, value);
    };
    add(block, defaultsOf(plugin.options, options));
    // Keys of a plugin beside the options of another.
    for (const inside of pluginsInOptions(plugin.options, options)) {
      add(`${block}.${formatPath(inside.path)}`, inside.defaults as Json);
    }
  }
  return [...leavesOf(resolved as Json)].flatMap(([path, value]) => {
    const standard = defaults.get(path);
    if (path === "name" || JSON.stringify(standard) === JSON.stringify(value)) return [];
    return [{ path, value, ...(standard !== undefined && { default: standard }) }];
  });
}

/** Returns the defaults of a schema: its output for the required keys alone, without those. */
function defaultsOf(schema: z.ZodType, given: unknown): Json {
  const empty = schema.safeParse({});
  const required = new Set(empty.error?.issues.map(({ path }) => path[0]));
  const pick = (tree: unknown, isPicked: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(tree as object).filter(([key]) => isPicked(key)));
  const filled = empty.success ? empty : schema.safeParse(pick(given, (key) => required.has(key)));
  return filled.success ? (pick(filled.data, (key) => !required.has(key)) as Json) : {};
}
