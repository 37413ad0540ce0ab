import type { PluginBlock } from "@tweedie/config";
import type { SearchSpace } from "@tweedie/core";
import type { Pruning } from "../plan.ts";
import { namedAs } from "./check-plugin.ts";
import type { SweepSettings } from "./sweep-schema.ts";

/** The sampler of a sweep. Where none is named: all combinations, or TPE where they are without number. */
export function methodOf({ method }: SweepSettings, space: SearchSpace): PluginBlock {
  if (method) return { ...method, use: namedAs("samplers", method.use) };
  const isEndless = space.some((dimension) => dimension.kind === "range" && !dimension.grid);
  return { use: isEndless ? "samplers/tpe" : "samplers/grid" };
}

/** The pruner of a sweep, if it has one. */
export function pruningOf({ early_terminate: block }: SweepSettings): Pruning | undefined {
  if (block === undefined) return undefined;
  if (typeof block === "string") return { pruner: { use: namedAs("pruners", block) }, resource: "step" };
  const { use, type, resource, ...options } = block;
  const name = use ?? type ?? "asha";
  const pruner = { ...(name === "hyperband" ? halving(options) : options), use: namedAs("pruners", name) };
  return { pruner, resource };
}

/** W&B's Hyperband has a first rung, or a last one and how many rungs lie below it. */
function halving(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { min_iter: least, max_iter: most, s, eta = 3, strict: _, ...rest } = options;
  const isRange = least === undefined && typeof most === "number" && typeof s === "number" && typeof eta === "number";
  return { ...rest, min: isRange ? most / eta ** s : least, eta };
}
