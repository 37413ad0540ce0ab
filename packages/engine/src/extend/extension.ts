import type { Json } from "@tweedie/config";
import { shellPath, shellWord, TweedieError } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { readStatus, type RunFolder, runFolder, type RunStatus } from "../run/run-folder.ts";
import { differencesOf } from "./differences.ts";
import { changesBetween, type SettingChange } from "./setting-changes.ts";

/** Keys that do not change the steps which a run has done: its length, and how often something is done beside the training. */
const extensibleKeys: readonly string[] = [
  "distill.steps",
  "distill.stop",
  "evaluate.every",
  "evaluate.average",
  "checkpoint",
  "log",
  "alarms",
];

/** A run that goes on with another length or other cadences. */
export interface Extension {
  readonly run: string;
  /** The experiment with the changes. */
  readonly experiment: Experiment;
  /** Hash of the experiment that the run has done so far. */
  readonly configHash: string;
  readonly changes: readonly SettingChange[];
  /** The changes as overrides of the experiment in the run's folder. */
  readonly overrides: readonly string[];
  /** Ways in which the result differs from that of a run with these settings from the start, one sentence each. None: it has the same bits. */
  readonly differences: readonly string[];
}

/**
 * Reads a run and the changes with which it shall go on. Writes nothing.
 *
 * @throws TweedieError if the folder has no run, if a setting changes that the steps so far depend on, or if no step is left
 */
export async function prepareExtension(
  run: string,
  overrides: readonly string[],
  options: ReadOptions = {},
): Promise<Extension> {
  const folder = runFolder(run);
  const status = await readStatus(folder);
  if (!status) throw new TweedieError({ where: run, what: "is not a run folder", fix: "`tweedie ls` lists the runs" });
  // An extension that was killed before it wrote the experiment is in the status only.
  const begun = status.extensions?.flatMap((each) => each.overrides) ?? [];
  const former = await validateExperiment({ file: folder.config, overrides: begun }, options);
  checkConfig(folder, former, status);
  const composition = { file: folder.config, overrides: [...begun, ...withOneLength(overrides)] };
  const experiment = await validateExperiment(composition, options);
  const changes = changesBetween(former, experiment);
  checkExtensible(run, changes, overrides);
  checkStepsLeft(folder, experiment, { changes, status });
  return {
    run,
    experiment,
    configHash: former.hash,
    changes,
    overrides: asOverrides(experiment, changes),
    differences: status.phase === "distill" ? await differencesOf(experiment, changes, status.step) : [],
  };
}

/** A length in images replaces the length in steps, which the experiment of a run always has. */
const withOneLength = (overrides: readonly string[]): readonly string[] =>
  overrides.some((each) => each.startsWith("distill.images=")) ? ["distill.steps=null", ...overrides] : overrides;

function checkConfig({ root, config }: RunFolder, { hash }: Experiment, { configHash, version }: RunStatus): void {
  if (hash === configHash) return;
  throw new TweedieError({
    where: root,
    what: `${config} is not the experiment that it has done, or version ${version} read it otherwise`,
    fix: "continue the run with the version that began it",
  });
}

const keyOf = ({ path }: SettingChange): string | undefined =>
  extensibleKeys.find((key) => path === key || path.startsWith(`${key}.`));

function checkExtensible(run: string, changes: readonly SettingChange[], overrides: readonly string[]): void {
  const other = changes.find((change) => keyOf(change) === undefined);
  if (!other) return;
  const { path, from, to } = other;
  const text = (value: Json | undefined) => (value === undefined ? "not set" : `\`${JSON.stringify(value)}\``);
  throw new TweedieError({
    where: run,
    what: `its steps so far were done with ${path} ${text(from)}, got ${text(to)}: only ${extensibleKeys.join(", ")} can change`,
    fix: `begin another run from its weights: tweedie fork ${[shellPath(run), ...overrides.map(shellWord)].join(" ")}`,
  });
}

function checkStepsLeft(
  { root }: RunFolder,
  { settings }: Experiment,
  { changes, status }: { readonly changes: readonly SettingChange[]; readonly status: RunStatus },
): void {
  const { steps } = settings.distill;
  if (changes.length === 0 || status.phase !== "distill" || steps > status.step) return;
  throw new TweedieError({
    where: root,
    what: `has done ${status.step} steps, and none is left of ${steps}`,
    fix: `give a larger number: tweedie extend ${shellPath(root)} distill.steps=${2 * status.step}`,
  });
}

/** The values of the changed keys, each as a whole. */
const asOverrides = ({ resolved }: Experiment, changes: readonly SettingChange[]): readonly string[] => {
  const valueAt = (key: string) => key.split(".").reduce<unknown>((node, name) => (node as Tree)[name], resolved);
  return [...new Set(changes.map((change) => keyOf(change)!))].map((key) => `${key}=${JSON.stringify(valueAt(key))}`);
};
type Tree = Readonly<Record<string, unknown>>;
