import { basename, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import type { LogRow, TrackedEnd, Tracker } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { OnEvent } from "../train/events.ts";
import type { Clock } from "./back-off.ts";
import { type DeliveryRecord, readDeliveries, writeDeliveries } from "./delivery-record.ts";
import { openRowTimes } from "./row-times.ts";
import { type Delivery, startTracker } from "./tracker-feed.ts";

export interface TrackRunOptions {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  /** Names of the trackers' folders that are left out, because they have all rows. */
  readonly without?: readonly string[];
  /** True if the run is over and its rows are sent now. */
  readonly sync?: boolean;
  readonly clock?: Clock;
  warn(message: string): void;
  readonly onEvent: OnEvent;
}

/** A tracker that lacks rows of a run or its outcome. */
export interface Unsent {
  readonly tracker: string;
  readonly reason: string;
  /** True if a later attempt can succeed only after a change by the user. */
  readonly isFinal: boolean;
}

/** The trackers of a run. */
export interface RunTracking {
  add(row: LogRow): Promise<void>;
  /** Passes on the outcome of the run. Returns the trackers that lack rows or the outcome. */
  finish(end: TrackedEnd): Promise<readonly Unsent[]>;
}

/** Time for attempts after the end of a run, in milliseconds. A run that was interrupted must end soon. */
const endTimeOf = (status: string): number => (status === "interrupted" ? 10_000 : 30_000);

/** Starts the trackers of an experiment. They receive the rows that the log already has, then each new one. */
export async function trackRun(trackers: readonly Tracker[], options: TrackRunOptions): Promise<RunTracking> {
  if (trackers.length === 0) return { add: () => Promise.resolve(), finish: () => Promise.resolve([]) };
  const { experiment, folder, sync = false, clock, warn, onEvent, without = [] } = options;
  const rows = (await readMetrics(folder.metrics)).length;
  await createFolder(folder.trackers).catch(() => undefined);
  const times = await openRowTimes(join(folder.trackers, "times.txt"), rows);
  const log = async () => times.addTo(await readMetrics(folder.metrics));
  const named = trackerNames(experiment).map((each, i) => ({ ...each, tracker: trackers[i]! }));
  const feeds = named
    .filter(({ name }) => !without.includes(name))
    .map(({ name, use, tracker }) => {
      const config = structuredClone(experiment.resolved);
      const run = { name: experiment.name, config, folder: join(folder.trackers, name), sync, log, warn };
      const feed = startTracker(tracker, {
        ...{ run, rows, ...(clock && { clock }) },
        onStart: ({ place }) => place !== undefined && onEvent({ event: "tracking", tracker: use, place }),
        onFailure: (reason, isFinal) =>
          onEvent({ event: "warning", message: `\`${use}\` failed, and ${consequence(isFinal, sync)}: ${reason}` }),
      });
      return { name, use, feed };
    });
  if (!sync)
    await recordDeliveries(
      folder,
      "running",
      named.map((each) => ({ ...each, delivery: { rows, unsent: noEnd } })),
    );
  return {
    add: async (row) => {
      const stamped = await times.stamp(row);
      for (const { feed } of feeds) feed.add(stamped);
    },
    finish: async (end) => {
      const ends = feeds.map(async ({ feed, ...each }) => ({
        ...each,
        delivery: await feed.finish(end, endTimeOf(end.status)),
      }));
      const finished = await Promise.all(ends);
      await recordDeliveries(folder, end.status, finished);
      return finished.flatMap(({ use, delivery: { unsent, isFinal = false } }) =>
        unsent === undefined ? [] : [{ tracker: use, reason: unsent, isFinal }],
      );
    },
  };
}

/** Reason in the record of a run until it has ended. */
const noEnd = "the run was stopped before its end";

const consequence = (isFinal: boolean, sync: boolean): string =>
  isFinal ? "is not tried again" : sync ? "is tried again" : "the run continues and tries again";

/** Records what the trackers have received. The record only saves requests, so a failure to write it is ignored. */
async function recordDeliveries(
  folder: RunFolder,
  status: string,
  finished: readonly { readonly name: string; readonly use: string; readonly delivery: Delivery }[],
): Promise<void> {
  const added = finished.map(({ name, use, delivery: { rows, unsent } }) => [
    name,
    { tracker: use, rows, status, unsent },
  ]);
  const record: DeliveryRecord = { ...(await readDeliveries(folder)), ...Object.fromEntries(added) };
  await writeDeliveries(folder, record).catch(() => undefined);
}

/** Plugins of the trackers of an experiment, with the names of their folders: `wandb`, `wandb-2`, .... */
export function trackerNames(experiment: Experiment): readonly { readonly name: string; readonly use: string }[] {
  const uses = experiment.slots.filter(({ role }) => role === "tracker").map(({ use }) => use);
  const names = uses.map((use) => basename(use).replace(/\.\w+$/, ""));
  return uses.map((use, i) => {
    const earlier = names.slice(0, i).filter((each) => each === names[i]).length;
    return { name: earlier === 0 ? names[i]! : `${names[i]}-${earlier + 1}`, use };
  });
}
