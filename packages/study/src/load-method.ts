import { dirname } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import { type Pruner, type Role, type Roles, type Sampler, TweedieError } from "@tweedie/core";
import { findLab, findPlugin } from "@tweedie/engine";
import type { SweepPlan } from "./plan.ts";

/** What decides in a sweep. */
export interface Method {
  readonly sampler: Sampler;
  readonly pruner: Pruner | undefined;
}

/** Loads the plugins that a plan names, from the lab of its experiment. */
export async function loadMethod({ method, pruning, experiment }: SweepPlan, where: string): Promise<Method> {
  const folder = dirname(experiment.file);
  const lab = await findLab(folder);
  const load = async <R extends Role>(role: R, { use, ...options }: PluginBlock): Promise<Roles[R]> => {
    const found = await findPlugin({ use, role, folder }, lab);
    if ("message" in found) throw new TweedieError({ where, what: found.message, fix: found.help });
    return found.plugin.create(found.plugin.options.parse(options)) as Roles[R];
  };
  return {
    sampler: await load("sampler", method),
    pruner: pruning && (await load("pruner", pruning.pruner)),
  };
}
