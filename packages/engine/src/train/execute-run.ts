import type { DataSummary, TrackedEnd } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";
import { type Backend, createExecutor, type Executor } from "@tweedie/graph";
import { type Components, createComponents } from "../components.ts";
import type { DrawAheadSetting } from "../draws/draw-source.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { removeFormerEndSamples, withoutFormerEnd } from "../extend/former-end.ts";
import { checkMemory } from "../memory/check-memory.ts";
import { attributeError } from "../plugins/attribute-error.ts";
import { currentProvenance, describeOtherProvenance, version } from "../identity/provenance.ts";
import type { RunIdentity } from "../identity/run-identity.ts";
import { type Checkpoint, loadCheckpoint } from "../run/checkpoint.ts";
import { writeExperiment } from "../run/finished-run-files.ts";
import { type MetricsLog, openMetricsLog } from "../run/metrics-log.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";
import { type RunFolder, type RunStatus, writeStatus } from "../run/run-folder.ts";
import { reserveDisk } from "./disk-reserve.ts";
import type { RunLock } from "../run/run-lock.ts";
import { trackRun } from "../tracking/track-run.ts";
import type { OnEvent } from "./events.ts";
import { guessesOf } from "../progress/remaining-time.ts";
import { createRunProgress, type RunProgress } from "../progress/run-progress.ts";
import { unitsOfRun, workRatios } from "../progress/units-of-run.ts";
import type { RunContext } from "./run-context.ts";
import { runPhases } from "./run-phases.ts";

/** Inputs of a run whose folder is locked by this process. */
export interface RunStart {
  readonly experiment: Experiment;
  readonly identity: RunIdentity;
  readonly folder: RunFolder;
  /** The right to write the folder. */
  readonly lock: Pick<RunLock, "check">;
  readonly backend: Backend;
  readonly threads?: number | undefined;
  readonly device?: string | undefined;
  readonly drawAhead: DrawAheadSetting;
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly onEvent: OnEvent;
  /** Status that an earlier part of the run left. */
  readonly previous: RunStatus | undefined;
}

/** Executes a run, from its newest checkpoint to its end, an abort or a failure, and keeps `status.json` up to date. */
export async function executeRun(start: RunStart): Promise<RunStatus> {
  const { experiment, folder, lock, onEvent, previous } = start;
  const startTime = performance.now();
  let status: RunStatus = { ...initialStatus(start), ...previous, reason: undefined };
  const update = async (change: Partial<RunStatus>): Promise<void> => {
    lock.check();
    const seconds = (previous?.seconds ?? 0) + (performance.now() - startTime) / 1_000;
    status = { ...status, ...change, seconds };
    return writeStatus(folder, status);
  };
  const warn = (message: string) => {
    // A continued run repeats the warnings of its earlier parts.
    status = { ...status, warnings: [...new Set([...status.warnings, message])] };
    onEvent({ event: "warning", message });
  };
  const reserve = await reserveDisk(folder.status);
  try {
    await writeExperiment(folder, experiment);
    await update(await runExperiment(start, { update, warn }));
  } catch (thrown) {
    const error = attributeError(thrown, experiment.slots);
    await reserve.use(() => update({ status: "failed", reason: (error as Error).message }));
    throw error;
  } finally {
    await reserve.free();
  }
  return status;
}

const initialStatus = ({ experiment, identity, backend, threads }: RunStart): RunStatus => ({
  name: experiment.name,
  status: "running",
  seed: experiment.settings.seed,
  backend,
  threads,
  started: new Date().toISOString(),
  seconds: 0,
  configHash: experiment.hash,
  files: identity.files,
  version,
  phase: "pretrain",
  step: 0,
  metrics: {},
  floors: {},
  baselines: {},
  teacher: {},
  goals: {},
  warnings: [],
});

interface StatusReporter {
  update(change: Partial<RunStatus>): Promise<void>;
  warn(message: string): void;
}

/** Reports the memory of a large experiment and what was read from its data. Returns the latter. */
async function describeInputs(
  components: Components,
  onEvent: OnEvent,
  warn: (message: string) => void,
): Promise<DataSummary | undefined> {
  const { memory, warnings } = await checkMemory(components);
  if (memory) onEvent({ event: "memory", ...memory });
  const data = components.data.describe?.();
  if (data) onEvent({ event: "data", ...data });
  [...warnings, ...(data?.warnings ?? [])].forEach(warn);
  return data;
}

/** Creates the objects of the plugins, reads the newest checkpoint and opens the backend. */
async function openParts(start: RunStart, warn: (message: string) => void) {
  const { experiment, folder, onEvent } = start;
  onEvent({ event: "activity", activity: "loading the data" });
  const components = await createComponents(experiment);
  const checkpoint = await loadCheckpoint(folder.checkpoints, warn);
  onEvent({ event: "activity", activity: "opening the backend" });
  return { components, checkpoint, executor: await executorOf(start) };
}

const progressOf = (
  { experiment: { settings }, onEvent }: RunStart,
  components: Components,
  checkpoint: Checkpoint | undefined,
): RunProgress =>
  createRunProgress({
    units: unitsOfRun(settings, components, checkpoint),
    guesses: guessesOf(workRatios(settings, components)),
    onEvent,
  });

/** Opens log and trackers, and runs all phases. Returns the final status. */
async function runExperiment(start: RunStart, { update, warn }: StatusReporter): Promise<Partial<RunStatus>> {
  const { experiment, folder, lock, onEvent } = start;
  const { components, checkpoint, executor } = await openParts(start, warn);
  lock.check();
  const log = await openLog(start, checkpoint, warn);
  const { seed } = experiment.settings;
  const phases = stepsOf(experiment, components);
  onEvent({ event: "start", name: experiment.name, run: folder.root, ...backendOf(executor), seed, phases });
  experiment.warnings.forEach(warn);
  const data = await describeInputs(components, onEvent, warn);
  const provenance = currentProvenance(executor);
  const otherProvenance = describeOtherProvenance(start.previous?.provenance, provenance);
  if (otherProvenance !== undefined) warn(otherProvenance);
  await update({ status: "running", backend: executor.name, provenance, data, log: log.digest() });
  const trackers = await trackRun(components.trackers, { experiment, folder, warn, onEvent });
  const append = async (row: MetricsRow) => {
    lock.check();
    await log.append(row);
    await trackers.add(row);
  };
  const finish = async (outcome: TrackedEnd) => {
    const unsent = await trackers.finish(outcome);
    for (const { tracker, reason } of unsent) onEvent({ event: "unsent", tracker, reason });
  };
  try {
    const context: RunContext = {
      experiment,
      identity: start.identity.digest,
      files: start.identity.files,
      components,
      folder,
      lock,
      executor,
      threads: start.threads,
      log: { ...log, append },
      checkpoint,
      drawAhead: start.drawAhead,
      signal: start.signal,
      clock: start.clock,
      onEvent,
      progress: progressOf(start, components, checkpoint),
      warn,
      onSaved: (phase, step, best) => update({ phase, step, log: log.digest(), ...(best && { best }) }),
    };
    const end = { ...(await runPhases(context)), log: log.digest() };
    // The status is final before the trackers finish, because they may take long.
    await update(end);
    const { status = "running", reason, metrics = {} } = end;
    await finish({ status, reason, metrics });
    return end;
  } catch (error) {
    await finish({ status: "failed", reason: (error as Error).message, metrics: {} });
    throw error;
  } finally {
    await log.sync();
    await log.close();
    await executor.dispose();
  }
}

/** Opens the log of a run at its checkpoint. Of a run that has been extended there, the evaluation of its former end is removed. */
async function openLog(
  { experiment: { settings }, folder }: RunStart,
  checkpoint: Checkpoint | undefined,
  warn: (message: string) => void,
): Promise<MetricsLog> {
  await removeFormerEndSamples(folder, checkpoint, settings);
  return openMetricsLog(folder.metrics, checkpoint, warn, (text) => withoutFormerEnd(text, checkpoint, settings));
}

/** Executor of a run. With `auto`, a continued run stays on its backend. */
const executorOf = ({ experiment, backend, threads, device, previous }: RunStart): Promise<Executor> => {
  const { precision } = experiment.settings;
  return createExecutor(backend, { threads, device, precision, cache: cachePath("steps"), former: previous?.backend });
};

/** Backend of a run, its device and settings if it states them, and the reason if it was chosen automatically. */
const backendOf = ({ name, device, settings, reason }: Executor) => ({
  backend: name,
  ...(device !== undefined && { device }),
  ...(settings !== undefined && { settings }),
  ...(reason !== undefined && { reason }),
});

/** Steps of the phases of a run. A teacher that is not trained has no `pretrain`. */
const stepsOf = ({ settings: { pretrain, distill } }: Experiment, { teacher }: Components) => ({
  ...(teacher.weights === "trained" && { pretrain: pretrain.steps }),
  distill: distill.steps,
});
