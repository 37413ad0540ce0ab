import type { Tracker } from "@tweedie/core";
import { basename, join } from "node:path";
import type { OnEvent } from "../events.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { summaryOf } from "../plugins/thrown.ts";
import { readMetrics } from "../run/metrics-log.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { follow, type Follower } from "./follow.ts";

/** What a run that is tracked hands on. */
export interface Tracking {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  /** Milliseconds that one call of a tracker may take. */
  readonly patience?: number;
  warn(message: string): void;
  readonly onEvent: OnEvent;
}

/** Starts the trackers of an experiment, and gives them what the log has already. */
export async function trackRun(trackers: readonly Tracker[], tracking: Tracking): Promise<Follower> {
  const { experiment, folder, patience = 30_000, warn, onEvent } = tracking;
  const places = experiment.slots.filter(({ role }) => role === "tracker");
  const names = distinct(places.map(({ use }) => basename(use).replace(/\.\w+$/, "")));
  const { name, resolved } = experiment;
  const log = () => readMetrics(folder.metrics);
  const followers = trackers.map((tracker, i) => {
    const { use } = places[i]!;
    return follow(tracker, {
      run: { name, config: structuredClone(resolved), folder: join(folder.trackers, names[i]!), log, warn },
      patience,
      onStart: ({ place }) => onEvent({ event: "tracking", tracker: use, place }),
      onLost: (error) => warn(`the run goes on without \`${use}\`, which failed: ${summaryOf(error)}`),
    });
  });
  if (followers.length > 0) (await log()).forEach((row) => followers.forEach((each) => each.add(row)));
  return {
    add: (row) => followers.forEach((each) => each.add(row)),
    finish: async (end) => {
      await Promise.all(followers.map((each) => each.finish(end)));
    },
  };
}

/** Names, those that come again with a number. */
const distinct = (names: readonly string[]): readonly string[] =>
  names.map((name, i) => {
    const before = names.slice(0, i).filter((each) => each === name).length;
    return before === 0 ? name : `${name}-${before + 1}`;
  });
