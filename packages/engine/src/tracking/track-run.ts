import type { Tracker } from "@tweedie/core";
import { basename, join } from "node:path";
import type { Experiment } from "../experiment/experiment.ts";
import { errorSummary } from "../plugins/error-text.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { OnEvent } from "../train/events.ts";
import { startTracker, type TrackerFeed } from "./tracker-feed.ts";

export interface TrackRunOptions {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  /** Time limit of one call of a tracker, in milliseconds. */
  readonly timeout?: number;
  warn(message: string): void;
  readonly onEvent: OnEvent;
}

/** Starts the trackers of an experiment and passes them the rows that the log already has. */
export async function trackRun(trackers: readonly Tracker[], options: TrackRunOptions): Promise<TrackerFeed> {
  const { experiment, folder, timeout = 30_000, warn, onEvent } = options;
  const slots = experiment.slots.filter(({ role }) => role === "tracker");
  const names = uniqueNames(slots.map(({ use }) => basename(use).replace(/\.\w+$/, "")));
  const { name, resolved } = experiment;
  const log = () => readMetrics(folder.metrics);
  const feeds = trackers.map((tracker, i) => {
    const { use } = slots[i]!;
    return startTracker(tracker, {
      run: { name, config: structuredClone(resolved), folder: join(folder.trackers, names[i]!), log, warn },
      timeout,
      onStart: ({ place }) => onEvent({ event: "tracking", tracker: use, place }),
      onFailure: (error) => warn(`\`${use}\` failed, and the run continues without it: ${errorSummary(error)}`),
    });
  });
  if (feeds.length > 0) (await log()).forEach((row) => feeds.forEach((feed) => feed.add(row)));
  return {
    add: (row) => feeds.forEach((feed) => feed.add(row)),
    finish: async (end) => {
      await Promise.all(feeds.map((feed) => feed.finish(end)));
    },
  };
}

/** Appends a number to names that occur more than once: `a`, `a-2`, .... They name the trackers' folders. */
const uniqueNames = (names: readonly string[]): readonly string[] =>
  names.map((name, i) => {
    const earlier = names.slice(0, i).filter((each) => each === name).length;
    return earlier === 0 ? name : `${name}-${earlier + 1}`;
  });
