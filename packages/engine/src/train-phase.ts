import { mapParams, type NDArrays } from "@tweedie/core";
import type { StepFunction, Store } from "@tweedie/graph";
import type { Alarm } from "./alarms.ts";
import { drawAhead } from "./draws/draw-ahead.ts";
import { drawSource } from "./draws/draw-source.ts";
import { phaseDraws } from "./draws/phase-draws.ts";
import type { RunContext } from "./run-context.ts";
import { saveCheckpoint } from "./run/checkpoint.ts";
import type { MetricsRow } from "./run/metrics-log.ts";
import type { Phase } from "./run/phase.ts";

type Numbers = Readonly<Record<string, number>>;

/** A stretch of training: one compiled step, repeated. */
export interface PhaseTraining {
  readonly phase: Phase;
  readonly steps: number;
  readonly step: StepFunction;
  readonly store: Store;
  /** Losses that end the run when they are not finite. */
  readonly mustBeFinite: readonly string[];
  /** Prefix of weights that no step changes and no checkpoint repeats. */
  readonly frozen?: string;
  /** What is measured besides the losses, at these intervals and at the end. */
  readonly evaluation?: {
    readonly every: number;
    measure(step: number): Promise<Numbers>;
    /** Whether what was just measured ends the run. */
    alarm(row: MetricsRow): Alarm | undefined;
  };
}

export type PhaseEnd = { readonly end: "finished" } | { readonly end: "interrupted" } | Alarm;

/** Milliseconds between progress events. */
const progressInterval = 100;

/** Goes on from the run's checkpoint, or from the beginning, to the last step, with logs, evaluations and checkpoints on the way. */
export async function trainPhase(training: PhaseTraining, context: RunContext): Promise<PhaseEnd> {
  const { phase, steps, store, evaluation } = training;
  const { checkpoint, executor, experiment, folder, components: game, log, onEvent, signal } = context;
  const { settings } = experiment;
  const from = checkpoint?.phase === phase ? checkpoint.step : 0;
  if (from > 0) {
    store.write(checkpoint!.state);
    onEvent({ event: "resume", phase, step: from });
  }
  const draw = phaseDraws(phase, game, settings.seed);
  const shapes = mapParams(draw(1), ({ shape }) => shape);
  const compiled = await executor.compile(training.step, store, shapes);
  const source = drawSource(draw, {
    setting: context.drawAhead,
    steps,
    threads: compiled.threads ?? context.threads,
    start: (first, like) => drawAhead({ experiment, folder, phase, first, steps, like }),
  });
  const clock = progressClock(from, steps);
  try {
    for (let step = from + 1; step <= steps; step++) {
      const losses = scalars(await compiled.run(source.draws(step)));
      const isLast = step === steps;
      const broken = training.mustBeFinite.find((name) => !Number.isFinite(losses[name]));
      const measured = evaluation !== undefined && broken === undefined && (isLast || step % evaluation.every === 0);
      let alarm: Alarm | undefined;
      if (broken !== undefined || measured || isLast || step % settings.log.every === 0) {
        const row = { phase, step, values: { ...losses, ...(measured && (await evaluation.measure(step))) } };
        await log.append(row);
        onEvent({ event: "metrics", ...row, measured });
        if (measured) alarm = evaluation.alarm(row);
      }
      // Returning here leaves the last good checkpoint the newest.
      if (broken !== undefined)
        return { end: "diverged", reason: `${broken} is ${losses[broken]} at step ${step} of ${phase}` };
      clock(step, (progress) => onEvent({ event: "progress", phase, step, steps, losses, ...progress }));
      if (isLast || alarm || signal.aborted || step % settings.checkpoint.every === 0) {
        await log.sync();
        await save(context, training, step);
      }
      if (alarm) return alarm;
      if (signal.aborted && !isLast) return { end: "interrupted" };
    }
    return { end: "finished" };
  } finally {
    await source.stop();
    await compiled.dispose();
  }
}

/** Makes the state after a step durable. */
async function save(context: RunContext, { phase, store, frozen }: PhaseTraining, step: number): Promise<void> {
  const { folder, experiment, onSaved } = context;
  const isMoving = (name: string) => frozen === undefined || !name.startsWith(`${frozen}.`);
  const state = await store.read(store.names.filter(isMoving));
  await saveCheckpoint(folder.checkpoints, { phase, step, state }, experiment.settings.checkpoint.keep);
  await onSaved(phase, step);
}

const scalars = (outputs: NDArrays): Numbers =>
  Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data[0]!]));

/** Tells now and then the rate in steps per second and the time left in seconds. */
function progressClock(from: number, steps: number) {
  const begun = performance.now();
  let last = 0;
  return (step: number, tell: (progress: { rate: number; eta: number }) => void) => {
    const now = performance.now();
    if (now - last < progressInterval && step !== steps) return;
    last = now;
    const rate = ((step - from) / (now - begun)) * 1_000;
    tell({ rate, eta: (steps - step) / rate });
  };
}
