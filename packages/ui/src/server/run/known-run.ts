import {
  liveStatus,
  type MetricsRow,
  readRunLog,
  readStatus,
  runFolder,
  type RunLog,
  type RunStatus,
} from "@tweedie/engine";
import {
  readFurtherEvaluations,
  type ReadEvaluations,
  readRunConfig,
  type RunConfig,
  type RunEntry,
  runEntryOf,
} from "@tweedie/report/run-entry";
import { type FollowedLog, followLog } from "./follow-log.ts";
import { stampOf } from "./stamp.ts";

/** A run of the list. What was read of its files is kept until they change. */
export interface KnownRun {
  readonly id: string;
  /** The run as it is known; undefined if it has no readable status. */
  entry: RunEntry | undefined;
  /** Reason why its status cannot be read. */
  problem: string | undefined;
  /** True if only its status has been read. */
  isPartial: boolean;
  /** Status as it was written, and what was read after it. */
  recorded: RunStatus | undefined;
  config: RunConfig;
  further: ReadEvaluations;
  /** The log of a run that is running, and its rows so far. */
  live: { readonly log: FollowedLog; readonly rows: MetricsRow[] } | undefined;
  /** Stamps of the files that were read. */
  readonly stamps: { status?: string; config?: string; log?: string };
}

/** Most values of a metric that the list keeps of a run. */
const keptPoints = 64;

/** The record of a run of which nothing has been read yet. */
export const unknownRun = (id: string): KnownRun => ({
  id,
  entry: undefined,
  problem: undefined,
  isPartial: true,
  recorded: undefined,
  config: { values: new Map() },
  further: { evaluations: [] },
  live: undefined,
  stamps: {},
});

/** Reads the status of a run, if it has changed, and follows the log of one that is running. */
export async function refreshRun(run: KnownRun): Promise<void> {
  const folder = runFolder(run.id);
  const stamp = (await Promise.all([folder.status, folder.evaluations].map(stampOf))).join();
  if (stamp !== run.stamps.status) {
    run.stamps.status = stamp;
    delete run.stamps.log;
    run.isPartial = true;
    [run.recorded, run.problem] = await readStatus(folder).then(
      (status) => [status, undefined],
      (error: unknown) => [undefined, (error as Error).message],
    );
    if (run.recorded?.status !== "running") run.live = undefined;
    run.entry = undefined;
  }
  if (run.recorded && (run.isPartial ? !run.entry : run.live)) await build(run, { rows: run.live?.rows ?? [] });
}

/** Reads configuration and log of a run, if they have changed since they were read. */
export async function readRestOfRun(run: KnownRun): Promise<void> {
  const { recorded, stamps } = run;
  run.isPartial = false;
  if (!recorded) return;
  const folder = runFolder(run.id);
  const stamp = await stampOf(folder.config);
  if (stamp !== stamps.config) run.config = await readRunConfig(folder.config);
  stamps.config = stamp;
  run.further = await readFurtherEvaluations(folder);
  if (recorded.status === "running") {
    run.live ??= { log: followLog(folder.metrics), rows: [] };
    return build(run, { rows: run.live.rows });
  }
  stamps.log = await stampOf(folder.metrics);
  await build(run, await readRunLog(folder, recorded));
}

/** Builds the entry of a run. The rows of one that is running are completed first. */
async function build(run: KnownRun, log: RunLog): Promise<void> {
  const { live, recorded, config, further, id } = run;
  if (live) {
    const added = live.log.read();
    if (added.reset) live.rows.length = 0;
    live.rows.push(...added.rows);
  }
  const status = await liveStatus(runFolder(id), recorded!, log);
  run.entry = withoutPoints(runEntryOf(id, { status, config, log, further }));
}

/** An entry with the last values of its logged curves, and a few points of its metrics: a list of a thousand runs needs no more. */
const withoutPoints = (entry: RunEntry): RunEntry => ({
  ...entry,
  results: entry.results.map((result) => ({ ...result, points: thinned(result.points, keptPoints) })),
  traces: entry.traces.map((trace) => ({ ...trace, points: trace.points.slice(-1) })),
});

/** At most `count` items of a list, evenly spaced, with the first and the last. */
function thinned<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]!);
}
