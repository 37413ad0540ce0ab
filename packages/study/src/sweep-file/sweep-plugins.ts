import { addDiagnostic, type PluginBlock } from "@tweedie/config";
import type { Sampler } from "@tweedie/core";
import { allTrusted, findProject, type Trust } from "@tweedie/engine";
import type { Pruning } from "../plan.ts";
import type { Parameter } from "../space/parameter.ts";
import { spaceOf } from "../space/space.ts";
import { checkPluginBlock } from "./check-plugin-block.ts";
import { launcherBlock, pruningOf, samplerBlock } from "./method-blocks.ts";
import type { SweepDocument } from "./sweep-document.ts";

/** Blocks of a sweep's plugins, defaults included; undefined where a problem was added to the document. */
export interface SweepPlugins {
  readonly method: PluginBlock | undefined;
  readonly pruning: Pruning | undefined;
  readonly engine: PluginBlock | undefined;
  /** Number of configurations. */
  readonly size: number;
  /** True if the sampler combines only values of the same index. */
  readonly matchesIndices: boolean;
}

/** Places that decide which plugins a sweep can use. */
interface SweepPlace {
  readonly projectFolder: string;
  /** Folder that relative paths of plugin files start from. */
  readonly folder: string;
  readonly trust: Trust | undefined;
}

/**
 * Loads the plugins of a sweep and validates their options, and the search space against the sampler.
 * Problems are added to the document.
 *
 * @param parameters Undefined if the sweep has mistakes: sampler or limit may be defaults then, and the space is not checked.
 */
export async function checkSweepPlugins(
  sweep: SweepDocument,
  parameters: readonly Parameter[] | undefined,
  { projectFolder, folder, trust }: SweepPlace,
): Promise<SweepPlugins> {
  const { document, settings } = sweep;
  const place = { project: await findProject(projectFolder, trust), folder };
  const method = samplerBlock(settings, spaceOf(parameters ?? []));
  const pruning = pruningOf(settings);
  const engine = launcherBlock(settings);
  const [sampler, pruner, launcher] = await allTrusted([
    checkPluginBlock(document, { path: "method", role: "sampler", block: method, ...place }),
    pruning
      ? checkPluginBlock(document, { path: "early_terminate", role: "pruner", block: pruning.pruner, ...place })
      : Promise.resolve(undefined),
    checkPluginBlock(document, { path: "engine", role: "launcher", block: engine, ...place }),
  ]);
  return {
    method: sampler?.block,
    pruning: pruning && pruner && { pruner: pruner.block, resource: pruning.resource },
    engine: launcher?.block,
    size:
      sampler && parameters ? checkSize(sweep, parameters, { name: sampler.block.use, sampler: sampler.plugin }) : 0,
    matchesIndices: sampler?.plugin.matchesIndices ?? false,
  };
}

/** Number of configurations. Adds a problem if it is infinite, or if the sampler cannot sample the space. */
function checkSize(
  { document, settings, isFile }: SweepDocument,
  parameters: readonly Parameter[],
  { name, sampler }: { readonly name: string; readonly sampler: Sampler },
): number {
  const space = spaceOf(parameters);
  const refusal = sampler.refuse?.(space);
  if (refusal) {
    const parameter = parameters.find((each) => each.name === refusal.name);
    const path = parameter ? ["parameters", parameter.path] : ["method"];
    addDiagnostic(document, path, { message: refusal.what, help: refusal.fix });
    return 0;
  }
  const size = Math.min(settings.run_cap ?? Infinity, sampler.size?.(space) ?? Infinity);
  if (size === Infinity) {
    const message = `\`${name}\` needs a limit on the number of configurations`;
    addDiagnostic(document, "method", { message, help: isFile ? "write `run_cap: 40`" : "add `run_cap=40`" });
  }
  return size;
}
