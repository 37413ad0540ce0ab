import { dirname, join, relative, sep } from "node:path";
import type { Json } from "@tweedie/config";
import type { SweepPlan, Values } from "../plan.ts";

/** True for a plugin that is a file of the project, named by a relative path. */
const isPluginFile = (name: unknown): name is string => typeof name === "string" && /^\.\.?\/.*\.m?[jt]s$/.test(name);

/** A value whose relative paths of plugin files are replaced. */
export function mapPluginPaths<T extends Json>(value: T, replace: (path: string) => string): T {
  const map = (value: Json): Json => {
    if (isPluginFile(value)) return replace(value);
    if (Array.isArray(value)) return value.map(map);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value as Values).map(([key, inner]) => [key, map(inner)]));
  };
  return map(value) as T;
}

/** A value whose relative paths of plugin files start from folder `to` instead of folder `from`. */
export const relocatePluginPaths = <T extends Json>(value: T, from: string, to: string): T =>
  mapPluginPaths(value, (path) =>
    `./${relative(to, join(from, path)).replaceAll(sep, "/")}`.replace(/^\.\/\.\.\//, "../"),
  );

/** Paths of the plugin files of a plan: its sampler, pruner and launcher, and those among the values that trials set. */
export function pluginFilesOf({
  method,
  pruning,
  engine,
  parameters,
  constants,
  repeat,
}: SweepPlan): readonly string[] {
  const found = new Set<string>();
  const values = parameters.flatMap((parameter) => (parameter.kind === "choice" ? parameter.values : []));
  mapPluginPaths([method, pruning?.pruner ?? null, engine, ...values, constants, ...repeat] as Json, (path) => {
    found.add(path);
    return path;
  });
  return [...found];
}

/** A plan whose paths of plugin files start from the experiment's folder instead of folder `from`. */
export function relocatePlan(plan: SweepPlan, from: string): SweepPlan {
  const relocate = <T>(value: T): T => relocatePluginPaths(value as Json, from, dirname(plan.experiment.file)) as T;
  return {
    ...plan,
    method: relocate(plan.method),
    engine: relocate(plan.engine),
    constants: relocate(plan.constants),
    repeat: relocate(plan.repeat),
    ...(plan.pruning && { pruning: relocate(plan.pruning) }),
    parameters: plan.parameters.map((parameter) =>
      parameter.kind === "choice" ? { ...parameter, values: relocate(parameter.values) } : parameter,
    ),
  };
}
