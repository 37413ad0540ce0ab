/** Tracking of runs. Separate from the package's index, because most commands do not need it. */
export type { Clock } from "./back-off.ts";
export { trackerObstacle, trackerWarnings } from "./check-trackers.ts";
export { readUnsent } from "./read-unsent.ts";
export { syncRun, type SyncOptions, type SyncResult } from "./sync-run.ts";
export type { Unsent } from "./track-run.ts";
export { type Delivery, startTracker, type TrackerFeed, type TrackerFeedOptions } from "./tracker-feed.ts";
