import type { PluginBlock } from "@tweedie/config";
import type { SearchSpace } from "@tweedie/core";
import type { Pruning } from "../plan.ts";
import { qualifiedName } from "./check-plugin-block.ts";
import type { SweepSettings } from "./sweep-schema.ts";

/** Block of the sampler. Default: the grid of all combinations, or TPE if a range is continuous. */
export function samplerBlock({ method }: SweepSettings, space: SearchSpace): PluginBlock {
  if (method) return { ...method, use: qualifiedName("samplers", method.use) };
  const isContinuous = space.some((dimension) => dimension.kind === "range" && !dimension.grid);
  return { use: isContinuous ? "samplers/tpe" : "samplers/grid" };
}

/** Block of the launcher. Default: this machine. */
export function launcherBlock({ engine = { use: "local" } }: SweepSettings): PluginBlock {
  const { use, ...options } = engine;
  return { use: qualifiedName("launchers", use), ...options };
}

/** Block and resource of the pruner, if the sweep has one. */
export function pruningOf({ early_terminate: block }: SweepSettings): Pruning | undefined {
  if (block === undefined) return undefined;
  if (typeof block === "string") return { pruner: { use: qualifiedName("pruners", block) }, resource: "step" };
  const { use, type, resource, ...options } = block;
  const name = use ?? type ?? "asha";
  const pruner = { ...(name === "hyperband" ? ashaOptions(options) : options), use: qualifiedName("pruners", name) };
  return { pruner, resource };
}

/** Converts W&B's Hyperband options, which give the first rung, or the last rung and the number of rungs below it. */
function ashaOptions(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { min_iter: first, max_iter: last, s, eta = 3, strict: _, ...rest } = options;
  const hasLast = first === undefined && typeof last === "number" && typeof s === "number" && typeof eta === "number";
  return { ...rest, min: hasLast ? last / eta ** s : first, eta };
}
