import { type RunFolder, type RunStatus, writeStatus } from "../run/run-folder.ts";
import type { Extension } from "./extension.ts";

/**
 * Makes the run of a locked folder one of the extended experiment. From then on it is an interrupted run, which any continuation completes.
 *
 * The status is the one file that is written: a process that is killed before or after it leaves a run of the one or the other experiment.
 */
export async function beginExtension(
  folder: RunFolder,
  previous: RunStatus,
  { experiment, configHash, overrides, differences }: Extension,
): Promise<RunStatus> {
  const step = previous.phase === "distill" ? previous.step : 0;
  const status: RunStatus = {
    ...previous,
    status: "interrupted",
    reason: undefined,
    configHash: experiment.hash,
    extensions: [...(previous.extensions ?? []), { step, configHash, overrides: [...overrides] }],
    warnings: [...new Set([...previous.warnings, ...differences])],
  };
  await writeStatus(folder, status);
  return status;
}
