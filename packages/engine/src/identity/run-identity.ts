import { join } from "node:path";
import { hashOf } from "@tweedie/config";
import { type Role, shellPath, shellWord, TweedieError } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import { fileOptions, optionAt } from "../experiment/file-options.ts";
import { readIdentity } from "../run/checkpoint.ts";
import { readStatus, type RunFolder, runFolder, type RunStatus } from "../run/run-folder.ts";
import { type ModelOfRun, weightManifest } from "../weights/weights-of-run.ts";
import { describeChanges } from "./changed-files.ts";
import { digestFiles, type FileDigests } from "./file-digests.ts";
import { formerExperiment } from "./former-defaults.ts";

/** Inputs that determine the result of a run, apart from software and hardware. */
export interface RunIdentity {
  /** Digest of the experiment, the text of its plugin files and the content of the files that it reads. */
  readonly digest: string;
  /** Files and folders that options name: data, extractors and others. */
  readonly paths: readonly string[];
  /** Digests of these files. */
  readonly files: FileDigests;
}

/** Returns the identity of a run of an experiment. Reads the files that its options name; later calls only those that have changed. */
export async function identityOf({ hash, slots }: Pick<Experiment, "hash" | "slots">): Promise<RunIdentity> {
  const paths = new Set<string>();
  for (const { role, plugin, options } of slots.filter(({ role }) => role !== "tracker")) {
    for (const { name, format } of fileOptions(plugin)) {
      const value = optionAt(options, name);
      const path = format === "run" && typeof value === "string" ? await weightManifest(value, modelOf(role)) : value;
      if (typeof path === "string") paths.add(path);
    }
  }
  const files = await digestFiles(paths);
  return { digest: digestOf(hash, files), paths: [...paths], files };
}

const digestOf = (hash: string, files: FileDigests): string =>
  Object.keys(files).length > 0 ? hashOf({ experiment: hash, files }) : hash;

/** The model of another run that a plugin of a role reads. */
const modelOf = (role: Role): ModelOfRun => (role === "student" || role === "fakeScore" ? role : "teacher");

const folderNamed = (name: string, digest: string, runs = "runs"): string =>
  join(runs, `${name}-${digest.slice(0, 8)}`);

/** Default folder of a run, named by its identity. A run that version 0.1.0 began on the same settings keeps its folder. */
export async function defaultRunFolder(experiment: Experiment): Promise<string> {
  const folderOf = (digest: string) => folderNamed(experiment.name, digest);
  const { digest } = await identityOf(experiment);
  if (digest === experiment.hash) return folderOf(digest);
  const former = folderOf(experiment.hash);
  const status = await readStatus(runFolder(former)).catch(() => undefined);
  return status && !status.files ? former : folderOf(digest);
}

/** Returns a notice of the run that the same file began with a former default, if its folder exists: a new run does not continue it. */
export async function formerRunNotice(
  experiment: Experiment,
  { files }: RunIdentity,
  runs = "runs",
): Promise<string | undefined> {
  const former = formerExperiment(experiment);
  if (!former) return undefined;
  const { hash, change, overrides } = former;
  const folder = folderNamed(experiment.name, digestOf(hash, files), runs);
  const status = await readStatus(runFolder(folder)).catch(() => undefined);
  if (status?.configHash !== hash) return undefined;
  return `this is a new run: ${folder} is a run of the experiment with ${change}; to use that one, add ${argumentsText(overrides)}`;
}

/** Arguments of a command line, in backquotes. */
const argumentsText = (overrides: readonly string[]): string => `\`${overrides.map(shellWord).join(" ")}\``;

/** Checks that a run folder holds a run of an experiment. @throws TweedieError if it holds another one */
export function checkSameExperiment(
  { root, config }: RunFolder,
  experiment: Pick<Experiment, "hash" | "resolved">,
  status: RunStatus,
) {
  if (status.configHash === experiment.hash) return;
  const former = formerExperiment(experiment);
  if (status.configHash === former?.hash) {
    throw new TweedieError({
      where: root,
      what: `holds a run of this experiment with ${former.change}`,
      fix: `to continue it, add ${argumentsText(former.overrides)}; else choose another folder with --out`,
    });
  }
  const extension = status.extensions?.find(({ configHash }) => configHash === experiment.hash);
  if (extension) {
    throw new TweedieError({
      where: root,
      what: `holds this experiment, extended after step ${extension.step}: ${extension.overrides.join(" ")}`,
      fix: `tweedie extend ${shellPath(root)} continues it; for a run without the extension, choose another folder with --out`,
    });
  }
  throw new TweedieError({
    where: root,
    what: `holds another experiment, or the same one with other settings: ${status.name}, ${status.status}`,
    fix: `choose another folder with --out; to continue it with another length, tweedie extend ${shellPath(root)}; the settings of the existing run are in ${config}`,
  });
}

/**
 * Checks that the files that a run reads are as they were when it began.
 *
 * @returns a warning if the status does not tell, because version 0.1.0 wrote it
 * @throws TweedieError that names the files that have changed
 */
export function checkSameFiles(folder: RunFolder, { files }: RunIdentity, status: RunStatus): string | undefined {
  if (!status.files) {
    const paths = Object.keys(files);
    if (paths.length === 0) return undefined;
    return `${folder.root} was begun by version 0.1.0: whether ${paths[0]} is as it was then is not verified`;
  }
  const changes = describeChanges(status.files, files);
  if (changes === undefined) return undefined;
  throw new TweedieError({
    where: folder.root,
    what: `since this run began, ${changes}`,
    fix: "restore the files to continue this run; for a run on them as they are, choose another folder with --out",
  });
}

/** Checks that the checkpoints of a folder without a status, which may have been deleted, are of a run with an identity. @throws TweedieError */
export async function checkCheckpoints({ checkpoints }: RunFolder, { digest }: RunIdentity): Promise<void> {
  if (((await readIdentity(checkpoints)) ?? digest) === digest) return;
  throw new TweedieError({
    where: checkpoints,
    what: "are of another experiment, or of a run on other data",
    fix: "choose another folder with --out",
  });
}
