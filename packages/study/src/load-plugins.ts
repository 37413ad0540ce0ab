import { dirname } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import { type Pruner, type Role, type Roles, type Sampler, TweedieError } from "@tweedie/core";
import { findPlugin, findProject } from "@tweedie/engine";
import type { SweepPlan } from "./plan.ts";

/** Loads the sampler of a plan and, if it names one, its pruner. */
export async function loadSamplerAndPruner(
  plan: SweepPlan,
  where: string,
): Promise<{ readonly sampler: Sampler; readonly pruner: Pruner | undefined }> {
  return {
    sampler: await load("sampler", plan.method, { plan, where }),
    pruner: plan.pruning && (await load("pruner", plan.pruning.pruner, { plan, where })),
  };
}

/** Loads the launcher of a sweep, which starts its agents. */
export const loadLauncher = ({ plan, folder }: { readonly plan: SweepPlan; readonly folder: string }) =>
  load("launcher", plan.engine, { plan, where: folder });

/** Loads a plugin of a plan from the project of its experiment. */
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
