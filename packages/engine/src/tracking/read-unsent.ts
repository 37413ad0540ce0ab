import { runFolder } from "../run/run-folder.ts";
import { readDeliveries } from "./delivery-record.ts";
import type { Unsent } from "./track-run.ts";

/** Trackers that lack rows of a run or its outcome, as far as the run's folder tells. Runs no code of the run. */
export async function readUnsent(run: string): Promise<readonly Pick<Unsent, "tracker" | "reason">[]> {
  const deliveries = Object.values(await readDeliveries(runFolder(run)));
  return deliveries.flatMap(({ tracker, unsent }) => (unsent === undefined ? [] : [{ tracker, reason: unsent }]));
}
