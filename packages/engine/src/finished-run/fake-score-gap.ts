import { mapParams, nest, type NDArrays, random, under } from "@tweedie/core";
import { createExecutor, type Executor, type Store } from "@tweedie/graph";
import { createComponents } from "../components.ts";
import type { OptimizerSettings } from "../experiment/optimizer-settings.ts";
import type { Trust } from "../plugins/trust.ts";
import { type Distillation, fakeScorePrefixes, fakeScoreUpdate } from "../steps/distillation.ts";
import { distillationDraws } from "../steps/distillation-draws.ts";
import { descend, optimizerDraws, trainableState } from "../steps/trainable-weights.ts";
import { loadStudent } from "./load-student.ts";
import { teacherWeights } from "./teacher-weights.ts";

/** Held-out denoising losses on samples of a run's final student. The ψ gap is their difference. */
export interface FakeScoreGap {
  /** Loss of the run's fake score. */
  readonly loss: number;
  /** Loss of the reference: a copy of the teacher's network that is trained on the frozen student. */
  readonly reference: number;
}

export interface FakeScoreGapOptions {
  /** Updates of the reference. */
  readonly updates: number;
  /** Samples of one of these updates. */
  readonly batch: number;
  /** Learning rate of the reference, which decays to a hundredth. */
  readonly lr: number;
  /** Held-out samples. */
  readonly samples: number;
  /** Decides which plugins may run. Default: all. */
  readonly trust?: Trust | undefined;
}

/** Purpose of the random streams of the measurement. */
const purpose = "fake-score-gap";

/**
 * Measures how far the fake score of a run is from the best one for its final student.
 *
 * All weights of the reference are trained, also where the fake score is an adapter of the teacher. A negative gap says that the reference needs more updates.
 *
 * @throws TweedieError if the run has no student yet
 */
export async function measureFakeScoreGap(run: string, options: FakeScoreGapOptions): Promise<FakeScoreGap> {
  const { experiment, state } = await loadStudent(run, options);
  const { backend, seed } = experiment.settings;
  const { distillation } = await createComponents(experiment);
  const teacher = await teacherWeights(run, distillation.teacher, seed);
  const reference = referenceOf(distillation, options);
  const frozen = { ...nest("student", under("student", state)), ...nest("teacher", teacher) };
  const draws = heldOutDraws(distillation, seed, options.samples);
  const executor = await createExecutor(backend, {});
  try {
    const own = executor.createStore({ ...frozen, ...nest("fakeScore", under("fakeScore", state)) });
    const loss = await heldOutLoss(executor, own, distillation, draws);
    const { trainable } = reference.models.fakeScore;
    const trained = executor.createStore({ ...frozen, ...trainableState(trainable, teacher) });
    await trainReference(executor, trained, reference, seed);
    return { loss, reference: await heldOutLoss(executor, trained, reference, draws) };
  } finally {
    await executor.dispose();
  }
}

/** The distillation with a copy of the teacher's network for its fake score. */
function referenceOf(distillation: Distillation, { updates, batch, lr }: FakeScoreGapOptions): Distillation {
  const { teacher, fakeScore, models } = distillation;
  const { denoiser: _, ...training } = models.fakeScore;
  const { name, optimizer } = training.trainable;
  const schedule = { ...optimizer.schedule, warmup: 0, decay: "cosine", final: 0.01 } as const;
  const own: OptimizerSettings = { ...optimizer, lr, betas: [0.9, 0.99], schedule };
  return {
    ...oneUpdate(distillation, batch),
    steps: updates,
    fakeScore: { ...fakeScore, epsilon: (...args) => teacher.epsilon(...args), sharesTeacher: false },
    models: {
      ...models,
      fakeScore: { ...training, dropout: false, trainable: { name, fixed: teacher.fixed, optimizer: own } },
    },
  };
}

/** The distillation with one fake-score update an iteration, of a batch of this size. */
const oneUpdate = (distillation: Distillation, batch: number): Distillation => ({
  ...distillation,
  batch,
  microBatch: batch,
  updates: 1,
  until: undefined,
});

/** Draws of a fake-score update: each has a stream of its own. */
const updateDraws = (distillation: Distillation, seed: number, update: number): NDArrays =>
  under(fakeScorePrefixes(distillation)[0]!, distillationDraws(distillation, random(seed, purpose, update), update));

/** Inputs of the fake score's loss on samples that no update has. */
function heldOutDraws(distillation: Distillation, seed: number, samples: number): NDArrays {
  const { models } = distillation;
  const fakeScore = { ...models.fakeScore, dropout: false };
  const draws = updateDraws({ ...oneUpdate(distillation, samples), models: { ...models, fakeScore } }, seed, 0);
  return Object.fromEntries(Object.entries(draws).filter(([name]) => !name.startsWith(`${optimizerDraws}.`)));
}

async function heldOutLoss(
  executor: Executor,
  store: Store,
  distillation: Distillation,
  draws: NDArrays,
): Promise<number> {
  const { trainable, objective } = fakeScoreUpdate(distillation);
  const step = await executor.compile(
    (state, draws) => ({ outputs: { loss: objective(state, draws)(under(trainable.name, state)) } }),
    store,
    mapParams(draws, ({ shape }) => shape),
  );
  const { loss } = await step.run(draws);
  await step.dispose();
  return loss!.data[0]!;
}

async function trainReference(executor: Executor, store: Store, reference: Distillation, seed: number): Promise<void> {
  const { trainable, objective } = fakeScoreUpdate(reference);
  const step = await executor.compile(
    (state, draws) => {
      const { value, state: updated } = descend(trainable, state, draws, objective(state, draws));
      return { state: updated, outputs: { loss: value } };
    },
    store,
    mapParams(updateDraws(reference, seed, 1), ({ shape }) => shape),
  );
  for (let update = 1; update <= reference.steps; update++) await step.run(updateDraws(reference, seed, update));
  await step.dispose();
}
