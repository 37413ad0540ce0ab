import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { findProjectRoot, type PluginBlock } from "@tweedie/config";
import { type Launcher, type Pruner, type Role, type Roles, type Sampler, TweedieError } from "@tweedie/core";
import { createPluginObject, findPlugin, findProject, type Trust, UntrustedCodeError } from "@tweedie/engine";
import { studyFolder } from "./open-study/study-folder.ts";
import { readInputs, type StudyInputs } from "./open-study/study-inputs.ts";
import type { SweepPlan } from "./plan.ts";

/** A plan, the sweep that it belongs to, and the plugins that may run. */
export interface PlanSource {
  readonly plan: SweepPlan;
  /** Folder of the sweep. */
  readonly root: string;
  /** File or folder of the sweep, for messages. */
  readonly where: string;
  /** Files that the sweep depends on; undefined before it begins. Plugin files are loaded from the copies in the sweep's folder. */
  readonly inputs?: StudyInputs | undefined;
  /** Default: all plugins. */
  readonly trust?: Trust | undefined;
}

/** The file with the block `engine` of a sweep. */
export interface LauncherSource {
  readonly file: string;
  readonly trust?: Trust | undefined;
}

/** Loads the sampler of a plan. */
export const loadSampler = (source: PlanSource): Promise<Sampler> => load("sampler", source.plan.method, source);

/** Loads the pruner of a plan, if it names one. */
export const loadPruner = async (source: PlanSource): Promise<Pruner | undefined> =>
  source.plan.pruning && load("pruner", source.plan.pruning.pruner, source);

/** Loads the launcher of a sweep, which starts its agents. */
export async function loadLauncher(
  { plan, folder }: { readonly plan: SweepPlan; readonly folder: string },
  trust?: Trust,
): Promise<Launcher> {
  const inputs = await readInputs(studyFolder(folder).inputs);
  return load("launcher", plan.engine, { plan, root: folder, where: folder, inputs, trust });
}

/** Loads a plugin of a plan, a file from its copy in the sweep's folder if there is one, and checks its options and the contract of its role. */
async function load<R extends Role>(
  role: R,
  { use, ...options }: PluginBlock,
  { plan, root, where, inputs, trust }: PlanSource,
): Promise<Roles[R]> {
  const folder = dirname(plan.experiment.file);
  const copy = inputs?.fixed ? inputs.plugins[use] : undefined;
  const reference = copy === undefined ? { use, role, folder } : { use: copy, role, folder: root };
  const found = await findPlugin(reference, await findProject(folder, trust));
  if ("message" in found) throw new TweedieError({ where, what: found.message, fix: found.help });
  const checked = found.plugin.options.safeParse(options);
  if (!checked.success) {
    const problems = checked.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
    throw new TweedieError({ where, what: `the options of \`${use}\`: ${problems.join("; ")}` });
  }
  return createPluginObject({ ...found, path: where, role, use, options: checked.data }, []) as Roles[R];
}

/**
 * Asks for trust in a file that describes a sweep, before a launcher that is not attached starts jobs by it: the block `engine` can
 * contain shell lines and parameters of the cluster.
 *
 * @throws UntrustedCodeError if the file is not trusted
 */
export function checkLauncherSource({ attached }: Launcher, use: string, { file, trust }: LauncherSource): void {
  const block = { use, file: realpathSync(file), origin: "file", project: findProjectRoot(dirname(file)) } as const;
  if (!attached && trust && !trust(block)) throw new UntrustedCodeError([block]);
}
