import { dirname } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import { type Pruner, type Role, type Roles, type Sampler, TweedieError } from "@tweedie/core";
import { findProject, findPlugin } from "@tweedie/engine";
import type { SweepPlan } from "./plan.ts";

/** What decides in a sweep. */
export interface Method {
  readonly sampler: Sampler;
  readonly pruner: Pruner | undefined;
}

/** Loads what decides in a sweep, as its plan says. */
export async function loadMethod(plan: SweepPlan, where: string): Promise<Method> {
  return {
    sampler: await load("sampler", plan.method, { plan, where }),
    pruner: plan.pruning && (await load("pruner", plan.pruning.pruner, { plan, where })),
  };
}

/** Loads what starts the agents of a sweep. */
export const loadLauncher = ({ plan, folder }: { readonly plan: SweepPlan; readonly folder: string }) =>
  load("launcher", plan.engine, { plan, where: folder });

/** A plugin that a plan names, from the lab of its experiment. */
async function load<R extends Role>(
  role: R,
  { use, ...options }: PluginBlock,
  { plan, where }: { readonly plan: SweepPlan; readonly where: string },
): Promise<Roles[R]> {
  const folder = dirname(plan.experiment.file);
  const found = await findPlugin({ use, role, folder }, await findProject(folder));
  if ("message" in found) throw new TweedieError({ where, what: found.message, fix: found.help });
  return found.plugin.create(found.plugin.options.parse(options)) as Roles[R];
}
