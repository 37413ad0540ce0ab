import { type Tracker, TweedieError } from "@tweedie/core";
import type { Experiment } from "../experiment/experiment.ts";
import { errorSummary } from "../plugins/error-text.ts";
import { createPluginContainer } from "../plugins/plugin-container.ts";
import { withTimeout } from "../with-timeout.ts";
import { trackerNames } from "./track-run.ts";

/** Longest time of a check, in milliseconds. */
const checkTime = 6_000;

/** Returns what keeps the trackers of an experiment from showing a run, a sentence each: a missing key, a server that does not answer. */
export async function trackerWarnings(experiment: Experiment): Promise<readonly string[]> {
  const names = trackerNames(experiment);
  if (names.length === 0) return [];
  const trackers = (await createPluginContainer(experiment.slots)).all("tracker", "track");
  const obstacles = await Promise.all(trackers.map((tracker) => trackerObstacle(tracker)));
  return obstacles.flatMap((obstacle, i) =>
    obstacle === undefined ? [] : [`track.${i} ${names[i]!.use}: ${obstacle}; the run is not stopped by it`],
  );
}

/** Returns what keeps a tracker from showing a run; undefined for nothing. */
export async function trackerObstacle(tracker: Tracker): Promise<string | undefined> {
  if (!tracker.check) return undefined;
  const attempt = new AbortController();
  try {
    await withTimeout(checkTime, tracker.check(attempt.signal));
    return undefined;
  } catch (error) {
    if (!(error instanceof TweedieError)) return errorSummary(error);
    const { where, what, fix } = error;
    return `${where}: ${what}${fix === undefined ? "" : ` (${fix})`}`;
  } finally {
    attempt.abort();
  }
}
