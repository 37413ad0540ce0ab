import { mapParams, type NDArrays } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import { createDrawSource } from "../draws/draw-source.ts";
import { phaseDraws } from "../draws/phase-draws.ts";
import { startDrawThread } from "../draws/start-draw-thread.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { saveCheckpoint } from "../run/checkpoint.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";
import type { Phase } from "../run/phase.ts";
import { isAccumulator } from "../steps/micro-batches.ts";
import type { StepProgram } from "../steps/step-program.ts";
import type { Alarm } from "./alarms.ts";
import { compileProgram } from "./compile-program.ts";
import { createIterationRuns } from "./iteration-runs.ts";
import type { RunContext } from "./run-context.ts";

/** Training of one phase: one training step, repeated. */
export interface PhaseTraining {
  readonly phase: Phase;
  readonly steps: number;
  readonly program: StepProgram;
  readonly store: Store;
  /** Names of losses that end the run when they are not finite. */
  readonly mustBeFinite: readonly string[];
  /** Prefix of weights that no step changes. Checkpoints leave them out. */
  readonly frozen?: string;
  /** Evaluation every `every` steps and after the last step. */
  readonly evaluation?: {
    readonly every: number;
    measure(step: number): Promise<MetricValues>;
    /** Returns an alarm if the new row ends the run. */
    alarm(row: MetricsRow): Alarm | undefined;
  };
}

export type PhaseEnd = { readonly end: "finished" } | { readonly end: "interrupted" } | Alarm;

/** Trains from the run's checkpoint, or from step 1, to the last step. Writes logs, evaluations and checkpoints. */
export async function trainPhase(training: PhaseTraining, context: RunContext): Promise<PhaseEnd> {
  const { phase, steps, store, evaluation } = training;
  const { checkpoint, executor, experiment, folder, components, log, onEvent, signal } = context;
  const { settings } = experiment;
  const from = checkpoint?.phase === phase ? checkpoint.step : 0;
  if (from > 0) {
    store.write(checkpoint!.state);
    onEvent({ event: "resume", phase, step: from });
  }
  const draw = phaseDraws(phase, components, settings.seed);
  const compiled = await compileProgram(executor, store, training.program, draw(1));
  const source = createDrawSource(draw, {
    setting: context.drawAhead,
    steps,
    threads: compiled.threads ?? context.threads,
    start: (first, like) =>
      // A thread would have to read the pairs again. To take their rows is no work.
      components.distillation.pairs && phase === "distill"
        ? undefined
        : startDrawThread({ experiment, folder, phase, first, steps, like }),
  });
  const every = [settings.log.every, settings.checkpoint.every, ...(evaluation ? [evaluation.every] : [])];
  const runFrom = createIterationRuns(compiled, { steps, every, draws: (step) => source.draws(step) });
  const reportProgress = createProgressReporter(from, steps);
  let outputs: readonly NDArrays[] = [];
  try {
    for (let step = from + 1; step <= steps; step++) {
      if (outputs.length === 0) outputs = await runFrom(step);
      const losses = scalars(outputs[0]!);
      outputs = outputs.slice(1);
      // The store has the state of the last iteration of a run.
      const isInterrupted = (): boolean => signal.aborted && outputs.length === 0;
      const isLast = step === steps;
      const nonFinite = training.mustBeFinite.find((name) => !Number.isFinite(losses[name]));
      const measured = evaluation !== undefined && nonFinite === undefined && (isLast || step % evaluation.every === 0);
      let alarm: Alarm | undefined;
      if (nonFinite !== undefined || measured || isLast || step % settings.log.every === 0) {
        const row = { phase, step, values: { ...losses, ...(measured && (await evaluation.measure(step))) } };
        await log.append(row);
        onEvent({ event: "metrics", ...row, measured });
        if (measured) alarm = evaluation.alarm(row);
      }
      // No checkpoint is saved, so that the newest one has finite weights.
      if (nonFinite !== undefined)
        return { end: "diverged", reason: `${nonFinite} is ${losses[nonFinite]} at step ${step} of ${phase}` };
      const images = step * settings[phase].batch;
      reportProgress(step, (progress) =>
        onEvent({ event: "progress", phase, step, steps, images, losses, ...progress }),
      );
      if (isLast || alarm || isInterrupted() || step % settings.checkpoint.every === 0) {
        await log.sync();
        await save(context, training, step);
      }
      if (alarm) return alarm;
      if (isInterrupted() && !isLast) return { end: "interrupted" };
    }
    return { end: "finished" };
  } finally {
    await source.stop();
    await compiled.dispose();
  }
}

/** Saves a checkpoint after a step. */
async function save(context: RunContext, { phase, store, frozen }: PhaseTraining, step: number): Promise<void> {
  const { folder, lock, experiment, identity, log, onSaved } = context;
  const isTrained = (name: string) => !isAccumulator(name) && (frozen === undefined || !name.startsWith(`${frozen}.`));
  const state = await store.read(store.names.filter(isTrained));
  const checkpoint = { phase, step, state, log: log.content(), identity };
  lock.check();
  await saveCheckpoint(folder.checkpoints, checkpoint, experiment.settings.checkpoint.keep);
  await onSaved(phase, step);
}

const scalars = (outputs: NDArrays): MetricValues => mapParams(outputs, ({ data }) => data[0]!);

/** Milliseconds between progress events. */
const progressInterval = 100;

/** Creates a function that reports the rate in steps per second and the remaining seconds, at most once per interval. */
function createProgressReporter(from: number, steps: number) {
  const start = performance.now();
  let last = 0;
  return (step: number, report: (progress: { rate: number; eta: number }) => void) => {
    const now = performance.now();
    if (now - last < progressInterval && step !== steps) return;
    last = now;
    const rate = ((step - from) / (now - start)) * 1_000;
    report({ rate, eta: (steps - step) / rate });
  };
}
