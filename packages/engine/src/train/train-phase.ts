import { mapParams, type NDArrays } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import { createDrawSource, type DrawSource } from "../draws/draw-source.ts";
import { phaseDraws } from "../draws/phase-draws.ts";
import { startDrawThread } from "../draws/start-draw-thread.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import type { BestCheckpoints } from "../checkpoints/best-checkpoints.ts";
import { createCheckpointTimer } from "../checkpoints/checkpoint-timer.ts";
import type { Settings } from "../experiment/settings.ts";
import { keptSteps, type Position, saveCheckpoint } from "../run/checkpoint.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";
import type { Phase } from "../run/phase.ts";
import { createStepReporter } from "../progress/step-reporter.ts";
import { isAccumulator } from "../steps/micro-batches.ts";
import type { StepProgram } from "../steps/step-program.ts";
import type { Alarm } from "./alarms.ts";
import { compileProgram } from "./compile-program.ts";
import { createIterationRuns } from "./iteration-runs.ts";
import { interruption, type RunContext } from "./run-context.ts";

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
    /** Returns the end of the run if the new row is its last. */
    endAfter(row: MetricsRow): PhaseEnd | undefined;
  };
  /** Returns the best ones of the steps with a checkpoint. Omitted: they are not kept. */
  readonly best?: ((steps: readonly number[]) => BestCheckpoints) | undefined;
}

/** End of a phase. A finished one has a reason if it ended before its last step, an interrupted one if the one who aborted it gave it. */
export type PhaseEnd =
  | { readonly end: "finished"; readonly reason?: string }
  | { readonly end: "interrupted"; readonly reason?: string }
  | Alarm;

const compilationOf = { pretrain: "compilePretrain", distill: "compileDistill" } as const;

/** Trains from the run's checkpoint, or from step 1, to the last step. Writes logs, evaluations and checkpoints. */
export async function trainPhase(training: PhaseTraining, context: RunContext): Promise<PhaseEnd> {
  const { phase, steps, store, evaluation } = training;
  const { checkpoint, executor, experiment, components, log, onEvent, progress, signal } = context;
  const { settings } = experiment;
  const from = checkpoint?.phase === phase ? checkpoint.step : 0;
  if (from > 0) {
    store.write(checkpoint!.state);
    onEvent({ event: "resume", phase, step: from });
  }
  const draw = phaseDraws(phase, components, settings.seed);
  const compiled = await progress.during(compilationOf[phase], `compiling the training step of ${phase}`, () =>
    compileProgram(executor, store, training.program, draw(1)),
  );
  const source = openDraws(draw, training, context, compiled.threads);
  const every = [settings.log.every, settings.checkpoint.every, ...(evaluation ? [evaluation.every] : [])];
  const runFrom = createIterationRuns(compiled, { steps, every, draws: (step) => source.draws(step) });
  const reportStep = createStepReporter(progress, { phase, from, steps });
  const timer = createCheckpointTimer(settings.checkpoint.seconds, context.clock);
  let outputs: readonly NDArrays[] = [];
  try {
    for (let step = from + 1; step <= steps; step++) {
      if (outputs.length === 0) outputs = await runFrom(step);
      const losses = scalars(outputs[0]!);
      outputs = outputs.slice(1);
      // The store has the state of the last iteration of a run.
      const isCurrent = outputs.length === 0;
      const isInterrupted = (): boolean => signal.aborted && isCurrent;
      const isLast = step === steps;
      const nonFinite = training.mustBeFinite.find((name) => !Number.isFinite(losses[name]));
      const measured = evaluation !== undefined && nonFinite === undefined && (isLast || step % evaluation.every === 0);
      let end: PhaseEnd | undefined;
      if (nonFinite !== undefined || measured || isLast || step % settings.log.every === 0) {
        const row = { phase, step, values: { ...losses, ...(measured && (await evaluation.measure(step))) } };
        await log.append(row);
        onEvent({ event: "metrics", ...row, measured });
        if (measured) end = evaluation.endAfter(row);
      }
      // No checkpoint is saved, so that the newest one has finite weights.
      if (nonFinite !== undefined)
        return { end: "diverged", reason: `${nonFinite} is ${losses[nonFinite]} at step ${step} of ${phase}` };
      const images = step * settings[phase].batch;
      reportStep(step, (rate) => onEvent({ event: "progress", phase, step, steps, images, losses, ...rate }));
      const isBest = measured && (await isAmongBest(context, training, step));
      const isRegular = isRegularCheckpoint(settings, { phase, step });
      if (isRegular || end || isInterrupted() || isBest || (isCurrent && timer.isDue()))
        await timer.save(() => save(context, training, step));
      if (end) return end;
      if (isInterrupted() && !isLast) return interruption(context);
    }
    return { end: "finished" };
  } finally {
    await source.stop();
    await compiled.dispose();
  }
}

/** Source of the draws of a phase, which another thread may make ahead. */
const openDraws = (
  draw: (step: number) => NDArrays,
  { phase, steps }: PhaseTraining,
  { components, drawAhead, experiment, folder, threads }: RunContext,
  threadsOfStep = threads,
): DrawSource =>
  createDrawSource(draw, {
    setting: drawAhead,
    steps,
    threads: threadsOfStep,
    start: (first, like) =>
      // A thread would have to read the pairs again. To take their rows is no work.
      components.distillation.pairs && phase === "distill"
        ? undefined
        : startDrawThread({ experiment, folder, phase, first, steps, like }),
  });

/** True for the checkpoints by steps, which a run makes whenever it is interrupted. */
const isRegularCheckpoint = (settings: Settings, { phase, step }: Position): boolean =>
  step % settings.checkpoint.every === 0 || step === settings[phase].steps;

const isAmongBest = async ({ folder }: RunContext, { best }: PhaseTraining, step: number): Promise<boolean> =>
  best !== undefined &&
  best([...(await keptSteps(folder.checkpoints)), step]).checkpoints.some((each) => each.step === step);

/** Saves a checkpoint after a step, and with it the log. */
async function save(context: RunContext, training: PhaseTraining, step: number): Promise<void> {
  const { folder, lock, experiment, identity, log, onSaved } = context;
  const { phase, store, frozen } = training;
  await log.sync();
  const isTrained = (name: string) => !isAccumulator(name) && (frozen === undefined || !name.startsWith(`${frozen}.`));
  const state = await store.read(store.names.filter(isTrained));
  const checkpoint = { phase, step, state, log: log.content(), identity };
  lock.check();
  const { settings } = experiment;
  const best = training.best?.([...(await keptSteps(folder.checkpoints)), step]);
  await saveCheckpoint(folder.checkpoints, checkpoint, settings.checkpoint.keep, {
    isRegular: (position) => isRegularCheckpoint(settings, position),
    best: best?.checkpoints.map((each) => each.step) ?? [],
  });
  await onSaved(phase, step, best);
}

const scalars = (outputs: NDArrays): MetricValues => mapParams(outputs, ({ data }) => data[0]!);
