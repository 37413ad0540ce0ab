import { dirname, join, relative, sep } from "node:path";
import type { Json } from "@tweedie/config";
import type { SweepPlan, Values } from "../plan.ts";

/** Plugins that are files of the project are named from where a text is; in a plan, from the experiment's folder. */
const isFile = (name: unknown): name is string => typeof name === "string" && /^\.\.?\/.*\.m?[jt]s$/.test(name);

/** A value with the files that it names as seen from another folder. */
export function moved<T extends Json>(value: T, from: string, to: string): T {
  const walk = (value: Json): Json => {
    if (isFile(value)) return `./${relative(to, join(from, value)).replaceAll(sep, "/")}`.replace(/^\.\/\.\.\//, "../");
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value as Values).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as T;
}

/** A plan that names the files of a sweep's text, as seen from the experiment's folder. */
export function portable(plan: SweepPlan, from: string): SweepPlan {
  const move = <T>(value: T): T => moved(value as Json, from, dirname(plan.experiment.file)) as T;
  return {
    ...plan,
    method: move(plan.method),
    engine: move(plan.engine),
    constants: move(plan.constants),
    repeat: move(plan.repeat),
    ...(plan.pruning && { pruning: move(plan.pruning) }),
    parameters: plan.parameters.map((each) => (each.kind === "choice" ? { ...each, values: move(each.values) } : each)),
  };
}
