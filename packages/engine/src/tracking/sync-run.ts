import { type TrackedEnd, TweedieError } from "@tweedie/core";
import { readDocument, type ReadOptions } from "../experiment/read-experiment.ts";
import { createPluginContainer } from "../plugins/plugin-container.ts";
import { readStatus, type RunFolder, runFolder } from "../run/run-folder.ts";
import { readRunLog } from "../run/run-log.ts";
import { lockRunFolder } from "../run/run-lock.ts";
import type { OnEvent } from "../train/events.ts";
import type { Clock } from "./back-off.ts";
import { type DeliveryRecord, readDeliveries } from "./delivery-record.ts";
import { trackerNames, trackRun, type Unsent } from "./track-run.ts";

export interface SyncOptions extends ReadOptions {
  /** The run folder. */
  readonly run: string;
  /** Asks every tracker how many rows it has, also those that have all according to the record. */
  readonly force?: boolean;
  readonly clock?: Clock;
  readonly onEvent?: OnEvent;
}

/** Outcome of a synchronisation. */
export interface SyncResult {
  /** Number of rows of the run. */
  readonly rows: number;
  /** Trackers that were called; the others had all. */
  readonly synced: readonly string[];
  readonly unsent: readonly Unsent[];
}

/**
 * Sends the rows of a run that is not running, its configuration and its outcome to the trackers of its experiment that lack them.
 *
 * @throws TweedieError if the folder is not a run, another process writes it, or its experiment has no trackers.
 */
export async function syncRun({
  run,
  force = false,
  clock,
  trust,
  onEvent = () => undefined,
}: SyncOptions): Promise<SyncResult> {
  const folder = runFolder(run);
  const { experiment } = await readDocument({ file: folder.config }, { trust });
  const names = trackerNames(experiment);
  if (names.length === 0) {
    const fix = "list trackers in an experiment before it runs, such as `track: [trackers/wandb]`";
    throw new TweedieError({ where: folder.config, what: "the run has no trackers", fix });
  }
  const lock = await lockRunFolder(folder.lock);
  try {
    const { rows, status } = await readEnd(folder);
    const record = await readDeliveries(folder);
    const without = force
      ? []
      : names.map(({ name }) => name).filter((name) => hasAll(record[name], rows, status.status));
    const synced = names.filter(({ name }) => !without.includes(name)).map(({ use }) => use);
    if (synced.length === 0) return { rows, synced, unsent: [] };
    const container = await createPluginContainer(experiment.slots);
    const trackers = container.all("tracker", "track");
    const warn = (message: string) => onEvent({ event: "warning", message });
    const tracking = await trackRun(trackers, {
      ...{ experiment, folder, without, sync: true, warn, onEvent },
      ...(clock && { clock }),
    });
    return { rows, synced, unsent: await tracking.finish(status) };
  } finally {
    lock.release();
  }
}

/** Number of rows and outcome of a run that no process executes. A run that was killed is interrupted. */
async function readEnd(folder: RunFolder): Promise<{ readonly rows: number; readonly status: TrackedEnd }> {
  const read = await readStatus(folder);
  if (!read) throw new TweedieError({ where: folder.root, what: "is not a run folder" });
  const { rows, problem } = await readRunLog(folder, read);
  if (problem !== undefined) throw new TweedieError({ where: folder.root, what: problem });
  const { status, reason, metrics } = read;
  return { rows: rows.length, status: { status: status === "running" ? "interrupted" : status, reason, metrics } };
}

const hasAll = (delivery: DeliveryRecord[string] | undefined, rows: number, status: string): boolean =>
  delivery !== undefined && delivery.unsent === undefined && delivery.rows === rows && delivery.status === status;
