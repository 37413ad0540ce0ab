import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "@tweedie/config";
import { type Backend, createExecutor } from "@tweedie/graph";
import { distill } from "./distill-phase.ts";
import type { AheadSetting } from "./draws/draw-source.ts";
import { notConverged } from "./evaluate/evaluator.ts";
import type { OnEvent } from "./events.ts";
import type { Experiment } from "./experiment/experiment.ts";
import { createComponents } from "./components.ts";
import { prepareEvaluation } from "./evaluate/prepare-evaluation.ts";
import { loadCheckpoint } from "./run/checkpoint.ts";
import { cacheFolder } from "./run/cache-folder.ts";
import { writeDurably } from "./run/durable.ts";
import { attributeError } from "./plugins/attribute-error.ts";
import { keepCode } from "./run/keep-code.ts";
import { type MetricsRow, openMetricsLog } from "./run/metrics-log.ts";
import { type RunFolder, type RunStatus, writeStatus } from "./run/run-folder.ts";
import type { RunContext } from "./run-context.ts";
import { obtainTeacher } from "./teacher-phase.ts";
import { trackRun } from "./tracking/track-run.ts";
import type { PhaseEnd } from "./train-phase.ts";
import { wire } from "./wire.ts";

/** What a run begins with, in a folder that is ours alone. */
export interface RunStart {
  readonly experiment: Experiment;
  readonly folder: RunFolder;
  readonly backend: Backend;
  readonly threads?: number | undefined;
  readonly drawAhead: AheadSetting;
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
  /** The status that an earlier part of the run left. */
  readonly previous: RunStatus | undefined;
}

/** Plays an experiment from where its folder stands to the end, the abort or the failure, and keeps the status file true. */
export async function executeRun(start: RunStart): Promise<RunStatus> {
  const { experiment, folder, onEvent, previous } = start;
  const begun = performance.now();
  let status: RunStatus = {
    name: experiment.name,
    status: "running",
    seed: experiment.settings.seed,
    backend: start.backend,
    threads: start.threads,
    started: new Date().toISOString(),
    seconds: 0,
    configHash: experiment.hash,
    version,
    phase: "pretrain",
    step: 0,
    metrics: {},
    floors: {},
    baselines: {},
    teacher: {},
    goals: {},
    warnings: [],
    ...previous,
    reason: undefined,
  };
  const update = (change: Partial<RunStatus>): Promise<void> => {
    const seconds = (previous?.seconds ?? 0) + (performance.now() - begun) / 1_000;
    status = { ...status, ...change, seconds };
    return writeStatus(folder, status);
  };
  const warn = (message: string) => {
    // A run that is continued warns of the same things again.
    status = { ...status, warnings: [...new Set([...status.warnings, message])] };
    onEvent({ event: "warning", message });
  };
  try {
    await keepCode(folder, experiment);
    await writeDurably(folder.config, toYaml(experiment.resolved));
    await update(await play(start, { update, warn }));
  } catch (thrown) {
    const error = attributeError(thrown, experiment.slots);
    await update({ status: "failed", reason: (error as Error).message });
    throw error;
  }
  return status;
}

interface Reporting {
  update(change: Partial<RunStatus>): Promise<void>;
  warn(message: string): void;
}

async function play(start: RunStart, { update, warn }: Reporting): Promise<Partial<RunStatus>> {
  const { experiment, folder, onEvent, signal } = start;
  const game = createComponents(experiment, await wire(experiment.slots));
  const checkpoint = await loadCheckpoint(folder.checkpoints, warn);
  const executor = await createExecutor(start.backend, { threads: start.threads, cache: join(cacheFolder(), "steps") });
  const log = await openMetricsLog(folder.metrics, checkpoint ?? { phase: "pretrain", step: 0 });
  const { pretrain, distill: distillation, seed } = experiment.settings;
  const phases = { ...(game.teacher.trained && { pretrain: pretrain.steps }), distill: distillation.steps };
  onEvent({ event: "start", name: experiment.name, run: folder.root, backend: executor.name, seed, phases });
  experiment.warnings.forEach(warn);
  await update({ status: "running", backend: executor.name });
  const trackers = await trackRun(game.trackers, { experiment, folder, warn, onEvent });
  const append = async (row: MetricsRow) => {
    await log.append(row);
    trackers.add(row);
  };
  try {
    const context: RunContext = {
      experiment,
      components: game,
      folder,
      executor,
      threads: start.threads,
      log: { ...log, append },
      checkpoint,
      drawAhead: start.drawAhead,
      signal,
      onEvent,
      onSaved: (phase, step) => update({ phase, step }),
    };
    const end = await playPhases(context);
    // A tracker may take its time, and the run is over.
    await update(end);
    const { status = "running", reason, metrics = {} } = end;
    await trackers.finish({ status, reason, metrics });
    return end;
  } catch (error) {
    await trackers.finish({ status: "failed", reason: (error as Error).message, metrics: {} });
    throw error;
  } finally {
    await log.sync();
    await log.close();
    await executor.dispose();
  }
}

/** The teacher, then the game, and what came of them. */
async function playPhases(context: RunContext): Promise<Partial<RunStatus>> {
  const judging = await prepareEvaluation(context);
  try {
    const taught = await obtainTeacher(context);
    if (taught.end !== "finished") return statusOf(taught);
    context.onEvent({ event: "teacher", source: taught.source });
    const { result, ...reached } = await distill(context, taught.weights, judging);
    const { goals, floors, baselines } = judging.evaluator;
    const numbers = {
      phase: "distill" as const,
      samples: judging.count,
      floors,
      baselines,
      goals: { ...goals },
      ...reached,
    };
    if (result.end !== "finished") return { ...numbers, ...statusOf(result) };
    const reason = notConverged(judging.evaluator, reached.metrics);
    return { ...numbers, reason, status: reason ? "not-converged" : "completed" };
  } finally {
    await judging.dispose();
  }
}

/** A phase that did not finish, as the status of the run. */
const statusOf = ({ end, ...rest }: Exclude<PhaseEnd, { end: "finished" }>): Partial<RunStatus> => ({
  status: end,
  ...rest,
});

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
