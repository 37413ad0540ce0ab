import { dirname, join } from "node:path";
import { projectBoundary } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { createFolder, fileLimits, ifExists, readRegularText } from "@tweedie/core/files";
import {
  describeChanges,
  digestFiles,
  type Experiment,
  fileDigestsSchema,
  fixExperiment,
  identityOf,
  jsonFile,
  parseSealedJson,
  readPluginCode,
  sealJson,
  writeDurably,
  writePluginCode,
} from "@tweedie/engine";
import { z } from "zod";
import { type SweepPlan, trialOverrides } from "../plan.ts";
import { pluginFilesOf } from "../sweep-file/plugin-paths.ts";
import { studyFolder } from "./study-folder.ts";

const inputsSchema = z.object({
  /** True if the sweep uses the copies of its experiment and plugin files. Otherwise it uses the originals, which must not change. */
  fixed: z.boolean(),
  /** YAML files of the experiment and plugin files, as they were when the sweep began. */
  sources: fileDigestsSchema,
  /** Copies of the plugin files that the sweep itself names (sampler, pruner, launcher, values of parameters), by these names; from the sweep's folder. */
  plugins: z.record(z.string(), z.string()),
  /** Files and folders that options of the experiments name, such as data. */
  paths: z.array(z.string()),
  files: fileDigestsSchema,
});

/** The files that the trials of a sweep depend on. */
export type StudyInputs = z.output<typeof inputsSchema>;

/**
 * Copies the experiment of a sweep and all plugin files to the sweep's folder, and records the digests of the files that its trials read.
 * A sweep in a folder outside the project uses the original files, because plugins are loaded from the project only.
 *
 * @param experiments Experiments of trials, whose options name files.
 */
export async function writeInputs(root: string, plan: SweepPlan, experiments: readonly Experiment[]): Promise<void> {
  const folder = studyFolder(root);
  const { file } = plan.experiment;
  await createFolder(root);
  const { yaml, code, sources } = await fixExperiment({ file, overrides: trialOverrides(plan.experiment) });
  const named = await Promise.all(
    pluginFilesOf(plan).map(async (name) => [name, await readPluginCode(join(dirname(file), name))] as const),
  );
  const identities = await Promise.all(experiments.map(identityOf));
  const inputs: StudyInputs = {
    fixed: projectBoundary(root) === projectBoundary(dirname(file)),
    sources: await digestFiles([...sources, ...named.flatMap(([, each]) => each.sources)]),
    plugins: Object.fromEntries(named.map(([name, { use }]) => [name, use])),
    paths: [...new Set(identities.flatMap(({ paths }) => paths))],
    files: Object.assign({}, ...identities.map(({ files }) => files)) as StudyInputs["files"],
  };
  await writePluginCode(root, new Map([...code, ...named.flatMap(([, { files }]) => [...files])]));
  await writeDurably(folder.experiment, yaml);
  await writeDurably(folder.inputs, sealJson(jsonFile(inputs)));
}

/** Reads the inputs of a sweep; undefined if version 0.1.0 began it. @throws TweedieError if the file is damaged */
export async function readInputs(path: string): Promise<StudyInputs | undefined> {
  const text = await ifExists(readRegularText(path, fileLimits.arrays));
  if (text === undefined) return undefined;
  try {
    return inputsSchema.parse(parseSealedJson(text));
  } catch (cause) {
    const fix = "restore it from a copy, or start the sweep again under another name";
    throw new TweedieError({ where: path, what: "is damaged: it does not match its checksum", fix }, { cause });
  }
}

/** Checks before a claim that the files that trials read are as they were when the sweep began. @throws TweedieError that names those that are not */
export async function checkInputs(root: string, inputs: StudyInputs | undefined): Promise<void> {
  if (!inputs) return;
  const changes =
    describeChanges(inputs.files, await digestFiles(inputs.paths)) ??
    (inputs.fixed ? undefined : await changedSources(inputs));
  if (changes === undefined) return;
  throw new TweedieError({
    where: root,
    what: `since this sweep began, ${changes}`,
    fix: "restore the files and resume the sweep, or start another sweep under another name",
  });
}

/** Describes which YAML and plugin files have changed since the sweep began; undefined if none has. */
export const changedSources = async ({ sources }: StudyInputs): Promise<string | undefined> =>
  describeChanges(sources, await digestFiles(Object.keys(sources)));
