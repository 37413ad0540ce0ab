import { type NDArray, type NDArrays } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import type { Components } from "../components.ts";
import { phaseDraws } from "../draws/phase-draws.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { type Evaluation, prepareRunEvaluation } from "../evaluate/prepare-evaluation.ts";
import { createStudentMeasurement, type StudentMeasurement } from "../evaluate/student-measurement.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { pairsOf, sampleTeacher } from "../pairs/sample-pairs.ts";
import { distillationProgram, lossesThatMustBeFinite } from "../steps/distillation.ts";
import { type Alarm, checkAlarms } from "../train/alarms.ts";
import { compileProgram } from "../train/compile-program.ts";
import { distillationWeights, initialState, trainedNumbers } from "../weights/initial-state.ts";
import { createLiveContext, type LiveContext } from "./live-context.ts";
import { scalars } from "./live-teacher.ts";

/** An evaluation of the student after a step. */
export interface LiveEvaluation {
  readonly step: number;
  /** Metrics and diagnostics, as in the log of a run. */
  readonly values: MetricValues;
  readonly samples: NDArray;
  /** The reason for which a run would end here. */
  readonly alarm: Alarm | undefined;
}

/** A distillation in memory, iteration by iteration. Its numbers are those of a run of the same experiment on the same backend. */
export interface LiveDistillation {
  /** Iterations made. */
  readonly step: number;
  /** The experiment with all changes since the beginning. */
  readonly experiment: Experiment;
  readonly components: Components;
  /** Weights of teacher, student and fake score. */
  readonly store: Store;
  readonly evaluation: Evaluation;
  /** Number of threads of an iteration, if known. */
  readonly threads: number | undefined;
  /** Makes the next iteration and returns its losses. */
  iterate(): Promise<{ readonly losses: MetricValues; readonly alarm: Alarm | undefined }>;
  /** Evaluates the student. @param saved Number of its samples to return */
  evaluate(saved: number): Promise<LiveEvaluation>;
  /**
   * Continues with other settings from the weights, moments and averages as they are, such as another `lambda` or learning rate.
   *
   * @throws Error if the experiment has other trained weights
   */
  change(experiment: Experiment): Promise<void>;
  dispose(): Promise<void>;
}

/** The compiled parts of a distillation, which a change of settings replaces. */
interface Compiled {
  readonly context: LiveContext;
  readonly names: string;
  readonly threads: number | undefined;
  draw(step: number): NDArrays;
  run(draws: NDArrays): Promise<NDArrays>;
  readonly measurement: StudentMeasurement;
  dispose(): Promise<void>;
}

/** Begins a distillation of a teacher. */
export async function createLiveDistillation(start: LiveContext, teacher: NDArrays): Promise<LiveDistillation> {
  const evaluation = await prepareRunEvaluation(start);
  const state = await initialState(start, teacher);
  const store = start.executor.createStore(distillationWeights(start, teacher, state));
  const trained = trainedNumbers(state);
  const evaluations: Omit<LiveEvaluation, "samples" | "alarm">[] = [];
  let compiled = await compile(start, { store, teacher, trained, evaluation, names: namesOf(state) });
  let step = 0;
  return {
    store,
    evaluation,
    get step() {
      return step;
    },
    get experiment() {
      return compiled.context.experiment;
    },
    get components() {
      return compiled.context.components;
    },
    get threads() {
      return compiled.threads;
    },
    async iterate() {
      const { draw, run, context } = compiled;
      const losses = scalars(await run(draw(step + 1)));
      step++;
      const name = lossesThatMustBeFinite(context.components.distillation).find(
        (each) => !Number.isFinite(losses[each]),
      );
      const reason = `${name} is ${name && losses[name]} at step ${step} of distill`;
      return { losses, alarm: name === undefined ? undefined : { end: "diverged", reason } };
    },
    async evaluate(saved) {
      const at = step;
      const { values, samples } = await compiled.measurement.measure(at, saved);
      evaluations.push({ step: at, values });
      const alarm = checkAlarms(evaluations, compiled.context.experiment.settings.alarms);
      return { step: at, values, samples, alarm };
    },
    async change(experiment) {
      const { executor, signal, warn } = start;
      const context = await createLiveContext(experiment, executor, { signal, warn });
      const names = namesOf(await initialState(context, teacher));
      if (names !== compiled.names) throw new Error("the experiment trains other weights");
      const former = compiled;
      compiled = await compile(context, { store, teacher, trained, evaluation, names });
      await former.dispose();
    },
    async dispose() {
      await compiled.dispose();
      await evaluation.dispose();
      store.dispose();
    },
  };
}

interface Started {
  readonly store: Store;
  readonly teacher: NDArrays;
  readonly trained: number;
  readonly evaluation: Evaluation;
  readonly names: string;
}

async function compile(
  started: LiveContext,
  { store, teacher, trained, evaluation, names }: Started,
): Promise<Compiled> {
  const context = await withPairs(started, teacher);
  const { components, executor, experiment } = context;
  const draw = phaseDraws("distill", components, experiment.settings.seed);
  const program = distillationProgram(components.distillation, trained, executor);
  const step = await compileProgram(executor, store, program, draw(1));
  const measurement = await createStudentMeasurement(context, store, evaluation);
  return {
    context,
    names,
    threads: step.threads,
    draw,
    run: (draws) => step.run(draws),
    measurement,
    dispose: async () => void (await Promise.all([step.dispose(), measurement.dispose()])),
  };
}

/** The context with the pairs that the loss asks for, if it does. */
async function withPairs(context: LiveContext, teacher: NDArrays): Promise<LiveContext> {
  const { components } = context;
  const plan = components.distillation.loss.pairs;
  if (!plan) return context;
  const pairs = await pairsOf(context, plan, await sampleTeacher(context, plan, teacher));
  return { ...context, components: { ...components, distillation: { ...components.distillation, pairs } } };
}

/** Names and shapes of a state, as one text. */
const namesOf = (state: NDArrays): string =>
  Object.entries(state)
    .map(([name, { shape }]) => `${name}[${shape.join()}]`)
    .sort()
    .join();
