import { formatPath, type Json, leavesOf } from "@tweedie/config";
import type { z } from "zod";
import type { Experiment } from "./experiment.ts";
import { settingsSchema } from "./settings.ts";

/** A value of an experiment that is not what it would be if nothing were said. */
export interface NonDefault {
  readonly path: string;
  readonly value: Json;
  /** Left out where there is none. */
  readonly default?: Json;
}

/** What an experiment says of its own, in the order of its settings. Options are held against the defaults of their plugin. */
export function nonDefaultsOf({ resolved, settings, slots }: Experiment): readonly NonDefault[] {
  const defaults = new Map(leavesOf(defaultsOf(settingsSchema, settings)));
  for (const { path, plugin, options } of slots) {
    const block = formatPath(path.split("."));
    for (const [name, value] of leavesOf(defaultsOf(plugin.options, options))) defaults.set(`${block}.${name}`, value);
  }
  return [...leavesOf(resolved as Json)].flatMap(([path, value]) => {
    const standard = defaults.get(path);
    if (path === "name" || JSON.stringify(standard) === JSON.stringify(value)) return [];
    return [{ path, value, ...(standard !== undefined && { default: standard }) }];
  });
}

/** The defaults of a schema: what it makes of nothing but the keys that it insists on, without those. */
function defaultsOf(schema: z.ZodType, said: unknown): Json {
  const empty = schema.safeParse({});
  const needed = new Set(empty.error?.issues.map(({ path }) => path[0]));
  const only = (tree: unknown, isKept: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(tree as object).filter(([key]) => isKept(key)));
  const filled = empty.success ? empty : schema.safeParse(only(said, (key) => needed.has(key)));
  return filled.success ? (only(filled.data, (key) => !needed.has(key)) as Json) : {};
}
