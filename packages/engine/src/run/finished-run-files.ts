import { toYaml } from "@tweedie/config";
import { mismatchOf } from "../checksums/digest.ts";
import { sealYaml } from "../checksums/sealed-text.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { recordNonDefaults } from "../experiment/recorded-non-defaults.ts";
import { loadCheckpoint } from "./checkpoint.ts";
import { copyPluginCode } from "./copy-plugin-code.ts";
import { readLogText } from "./metrics-rows.ts";
import type { RunFolder, RunStatus } from "./run-folder.ts";
import { writeDurably } from "./write-durably.ts";

/** Writes what a run stores of its experiment: the copies of plugin files, `config.yaml`, and what of it is not the default. */
export async function writeExperiment(folder: RunFolder, experiment: Experiment): Promise<void> {
  await copyPluginCode(folder, experiment);
  await writeDurably(folder.config, sealYaml(toYaml(experiment.resolved)));
  await recordNonDefaults(folder, experiment);
}

/**
 * Checks the checkpoint and the log of a run that has ended. Damage is reported through `warn`; a damaged log is restored if the
 * checkpoint has all its rows.
 *
 * @returns false if a checkpoint or rows are lost, so that steps must be trained again
 */
export async function restoreFinishedRun(
  folder: RunFolder,
  { log }: Pick<RunStatus, "log">,
  warn: (message: string) => void,
): Promise<boolean> {
  let damaged = false;
  const checkpoint = await loadCheckpoint(folder.checkpoints, (message) => {
    damaged = true;
    warn(message);
  });
  if (damaged) return false;
  if (!log || mismatchOf(Buffer.from(await readLogText(folder.metrics)), log) === undefined) return true;
  const isWhole = checkpoint?.log !== undefined && mismatchOf(Buffer.from(checkpoint.log), log) === undefined;
  warn(`${folder.metrics}: rows were damaged or missing${isWhole ? "; they were restored from the checkpoint" : ""}`);
  if (isWhole) await writeDurably(folder.metrics, checkpoint.log);
  return isWhole || checkpoint === undefined;
}
