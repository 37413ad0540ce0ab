import { stat } from "node:fs/promises";
import { ifExists } from "@tweedie/core/files";
import type { MetricsRow } from "./metrics-rows.ts";
import { phases } from "./phase.ts";
import type { RunFolder, RunStatus } from "./run-folder.ts";
import { lockHolder } from "./run-lock.ts";

/**
 * Status of a run at a moment, `now` in milliseconds. `status.json` tells how far a run was at its last checkpoint, and the log how far it is.
 *
 * A run with the status `running` whose process no longer exists is `interrupted`, at the last row of its log.
 */
export async function liveStatus(
  folder: RunFolder,
  status: RunStatus,
  { rows, now = Date.now() }: { readonly rows: readonly MetricsRow[]; readonly now?: number },
): Promise<RunStatus> {
  if (status.status !== "running") return status;
  const isGone = !lockHolder(folder.lock);
  const written = await modifiedAt(folder.status);
  const until = isGone ? await modifiedAt(folder.metrics) : now;
  return {
    ...status,
    ...furthest(status, rows.at(-1)),
    ...(isGone && { status: "interrupted", reason: "its process no longer exists" }),
    // Clocks of other machines may be behind.
    seconds: status.seconds + Math.max(0, (until - written) / 1_000),
  };
}

/** Phase and step of the last row, if they are beyond those of the status. */
function furthest(
  { phase, step }: Pick<RunStatus, "phase" | "step">,
  last: MetricsRow | undefined,
): Pick<RunStatus, "phase" | "step"> {
  if (!last) return { phase, step };
  const order = phases.indexOf(last.phase) - phases.indexOf(phase);
  return order > 0 || (order === 0 && last.step > step) ? { phase: last.phase, step: last.step } : { phase, step };
}

/** Time of the last change of a file in milliseconds; 0 if it does not exist. */
const modifiedAt = async (path: string): Promise<number> => (await ifExists(stat(path)))?.mtimeMs ?? 0;
