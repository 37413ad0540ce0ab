import type { Tensor } from "@tensorflow/tfjs-core";
import {
  type FakeScore,
  type FakeScoreBatch,
  type LossStrategy,
  type NDArray,
  type Params,
  type Random,
  type Student,
  type Teacher,
  under,
  type Weighting,
} from "@tweedie/core";
import { addNoise, detach } from "@tweedie/diffusion";
import type { Executor, StepFunction } from "@tweedie/graph";
import type { AugmentSettings } from "../augmentation/augment-settings.ts";
import { augmentationParams, augmented } from "../augmentation/augmentation.ts";
import type { Pairs } from "../pairs/pairs.ts";
import { targetDraws } from "../pairs/pairs.ts";
import { fakeScoreOutputs } from "../discriminator/fake-score-outputs.ts";
import { nanSamples } from "./nan-samples.ts";
import { drawnNoise, type NoiseDistribution } from "./noise-draws.ts";
import { type BatchSizes, splitUpdate, type Update } from "./micro-batches.ts";
import { type HeldOutRule, untilStandstill } from "./held-out-loss.ts";
import { modelParams } from "./model-params.ts";
import { isOneGraph, isWhole } from "./one-graph.ts";
import { recomputedUpdate } from "./recomputed-update.ts";
import { oneGraph, type StepProgram } from "./step-program.ts";
import { descend, failsIfNonFinite, type Objective, type TrainableWeights } from "./trainable-weights.ts";
import { type GeneratorParams, trainingSamples } from "./training-samples.ts";
import { type Unroll, unrolledUpdates } from "./unrolled-updates.ts";
import { weightedFakeScoreLoss, weightedStudentLoss } from "./weighted-loss.ts";

/** Training of the student or the fake score: optimiser, loss weighting, and noise distribution. */
interface ModelTraining {
  readonly trainable: TrainableWeights;
  readonly weighting: Weighting;
  readonly noise: NoiseDistribution;
  /** True if the updates of the model use its draws, such as dropout masks. The updates of the other model never do. */
  readonly dropout?: boolean;
}

interface FakeScoreTraining extends ModelTraining {
  /** Its prediction in its own loss, if that is not the one that the student's loss reads. */
  readonly denoiser?: FakeScore;
  /** Fraction of the samples whose class is withheld from it. Default: 0. */
  readonly labelDropout?: number | undefined;
  /** True if the student generates these samples without a class, too. */
  readonly labelDropoutInStudent?: boolean | undefined;
  /** Augmentation of the student's samples. Default: none. */
  readonly augment?: AugmentSettings | undefined;
}

/** Distillation of a frozen teacher: its three networks, the loss and the settings of the alternating training. */
export interface Distillation extends BatchSizes {
  readonly teacher: Teacher;
  readonly student: Student;
  readonly fakeScore: FakeScore;
  readonly loss: LossStrategy;
  /** Draws class labels: `[count]`. Left out if the networks are unconditional. */
  readonly labels?: (random: Random, count: number) => NDArray;
  /** Pairs that the student's latents are drawn from, if the loss has such. */
  readonly pairs?: Pairs;
  readonly models: { readonly student: ModelTraining; readonly fakeScore: FakeScoreTraining };
  /** True if the blocks of the networks are evaluated again in the backward pass. */
  readonly recompute: boolean;
  /** Fake-score updates before each student update, with `until` at most; 0 if the loss does not read the fake score. */
  readonly updates: number;
  /** Ends the updates early, once the loss on held-out samples stands still. Default: all are made. */
  readonly until?: HeldOutRule | undefined;
  /** Further fake-score updates within the student's, through which its gradient flows. Default: none. */
  readonly unroll?: Unroll | undefined;
  /** Number of iterations. */
  readonly steps: number;
}

/** Prefix of the draws of each fake-score update, and name of their random stream. */
export const fakeScorePrefixes = ({ updates }: Distillation): readonly string[] =>
  Array.from({ length: updates }, (_, update) => `fakeScore.${update}`);
/** Prefix of the draws of the student's update, and name of their random stream. */
export const studentPrefix = "student";

/** Prefix of the draws of an unrolled update among the student's, and name of their random stream. */
export const unrollPrefix = (index: number) => `unroll.${index}`;

/** Prefix of the trained model's own draws, and name of their random stream. */
export const modelPrefix = "model";
/** Name of the fake score's labels, `[b]`, where they are not those of the student. */
export const fakeScoreLabel = "fakeScoreLabel";
/** Prefix of the draws of an augmentation, and name of their random stream. */
export const augmentPrefix = "augment";

/** One iteration: `updates` updates of the fake score on the student's samples, then one update of the student. */
export const distillationStep =
  (distillation: Distillation): StepFunction =>
  (state, draws) => {
    let updated: Params = {};
    let outputs: Params = {};
    const run = ({ trainable, output, objective }: Update, own: Params) => {
      const current = { ...state, ...updated };
      const result = descend(trainable, current, own, objective(current, own));
      updated = { ...updated, ...result.state };
      outputs = { ...outputs, [output]: result.value };
    };
    for (const prefix of fakeScorePrefixes(distillation)) run(fakeScoreUpdate(distillation), under(prefix, draws));
    run(studentUpdate(distillation), under(studentPrefix, draws));
    return { state: updated, outputs };
  };

/** Number of fake-score updates up to which an iteration may be one graph, which contains each of them. */
const mostUpdatesInOneGraph = 64;

/**
 * The iteration as a program. With the whole batch at once it is one graph, or for a large state or many updates one for each network; with micro-batches,
 * for each network one that computes the gradient of a micro-batch and one for the optimiser.
 *
 * @param trained Number of trained numbers, with moments and averages.
 * @param executor States if it keeps an iteration whole.
 */
export function distillationProgram(
  distillation: Distillation,
  trained: number,
  executor?: Pick<Executor, "wholeIterations">,
): StepProgram {
  const isShort = distillation.updates <= mostUpdatesInOneGraph && !distillation.until;
  if (isShort && isOneGraph(distillation, trained, executor)) return oneGraph(distillationStep(distillation));
  const program = (update: Update, prefixes: readonly string[]) =>
    isWhole(distillation) ? wholeUpdate(update, prefixes) : splitUpdate(update, distillation, prefixes);
  const student = program(studentUpdate(distillation), [studentPrefix]);
  if (distillation.updates === 0) return student;
  const fakeScore = program(fakeScoreUpdate(distillation), fakeScorePrefixes(distillation));
  const graphs = { ...fakeScore.graphs, ...student.graphs };
  const runs = [...fakeScore.runs, ...student.runs];
  const { until } = distillation;
  return until ? untilStandstill(fakeScoreUpdate(distillation), until, { graphs, runs }) : { graphs, runs };
}

/** Names of the losses that end the training when they are not finite. */
export const lossesThatMustBeFinite = ({ models, updates }: Distillation): readonly string[] =>
  Object.values(models)
    .filter((model) => failsIfNonFinite(model.trainable) && (model === models.student || updates > 0))
    .map(({ trainable }) => `loss.${trainable.name}`);

/** An update of one network as a graph of its own. */
const wholeUpdate = ({ trainable, output, objective }: Update, prefixes: readonly string[]): StepProgram => ({
  graphs: {
    [trainable.name]: (state, draws) => {
      const { value, state: updated } = descend(trainable, state, draws, objective(state, draws));
      return { state: updated, outputs: { [output]: value } };
    },
  },
  runs: prefixes.map((prefix) => ({ graph: trainable.name, draws: (all) => under(prefix, all) })),
});

/** An update of the fake score. */
export const fakeScoreUpdate = (distillation: Distillation): Update =>
  recomputedUpdate(plainFakeScoreUpdate(distillation), distillation.recompute);

/** The student's update. */
export const studentUpdate = (distillation: Distillation): Update =>
  recomputedUpdate(plainStudentUpdate(distillation), distillation.recompute);

const plainFakeScoreUpdate = (distillation: Distillation): Update => ({
  trainable: distillation.models.fakeScore.trainable,
  output: "loss.fakeScore",
  objective(state, draws) {
    const { student } = distillation;
    const params = modelParams(student, under("student", state), state);
    return fakeScoreObjective(distillation, state, draws, detach(trainingSamples(student, { weights: params, draws })));
  },
});

/** The fake score's objective on the student's samples. */
function fakeScoreObjective(
  { teacher, fakeScore, loss, models }: Distillation,
  state: Params,
  draws: Params,
  samples: Tensor,
): Objective {
  const { trainable, weighting, augment, denoiser = fakeScore } = models.fakeScore;
  const label = draws[fakeScoreLabel] ?? draws["label"];
  const transformation = under(augmentPrefix, draws);
  const modelDraws = {
    ...under(modelPrefix, draws),
    ...(augment && augmentationParams(fakeScore, augment, transformation)),
  };
  const nan = nanSamples(trainable);
  const augmentation = augment && { augment: (x: Tensor) => augmented(x, transformation) };
  const xg = augmentation ? augmentation.augment(nan.zeroed(samples)) : nan.zeroed(samples);
  const { eps, level } = drawnNoise(draws);
  const xt = addNoise(xg, eps, level);
  const teacherAt: FakeScoreBatch["teacher"] = (x, at) => teacher.epsilon(under("teacher", state), x, at, label);
  return (psi) => {
    const params = { ...modelParams(fakeScore, psi, state), ...modelDraws };
    const outputs = fakeScoreOutputs(denoiser, params, loss, { xt, level, label });
    const own = { draws: under("loss", draws), teacher: teacherAt, ...augmentation };
    const batch = { xg, xt, eps, level, ...outputs, ...own };
    return nan.mean(weightedFakeScoreLoss(loss, weighting, batch), [samples, outputs.epsFake]);
  };
}

const plainStudentUpdate = (distillation: Distillation): Update => ({
  trainable: distillation.models.student.trainable,
  output: "loss.student",
  objective(state, draws) {
    const { teacher, student, fakeScore, loss, models } = distillation;
    const { trainable, weighting } = models.student;
    const nan = nanSamples(trainable);
    const { eps, level } = drawnNoise(draws);
    const label = draws["label"];
    const masks = under(modelPrefix, draws);
    return (theta) => {
      const generator = { weights: modelParams(student, theta, state), masks };
      const psi = modelParams(fakeScore, bestResponse(distillation, generator, state, draws), state);
      const xg = nan.blockGradient(trainingSamples(student, { ...generator, draws })); // [b, ...]
      const xt = addNoise(xg, eps, level);
      const batch = {
        xg,
        xt,
        eps,
        level,
        epsTeacher: teacher.epsilon(under("teacher", state), xt, level, label),
        ...fakeScoreOutputs(fakeScore, psi, loss, { xt, level, label }),
        draws: under("loss", draws),
        ...(draws[targetDraws] && { target: draws[targetDraws] }),
      };
      const weighted = weightedStudentLoss(loss, weighting, batch);
      return nan.mean(weighted, [xg, batch.epsTeacher, batch.epsFake]);
    };
  },
});

/** The fake score's weights; with unrolled updates a function of the student's params. */
function bestResponse(distillation: Distillation, generator: GeneratorParams, state: Params, draws: Params): Params {
  const { optimizer } = distillation.models.fakeScore.trainable;
  const own = Array.from({ length: distillation.unroll?.steps ?? 0 }, (_, i) => under(unrollPrefix(i), draws));
  return unrolledUpdates(
    { weights: under("fakeScore", state), squares: under("adam.fakeScore.v", state), beta2: optimizer.betas[1] },
    own.map((each) => {
      const samples = trainingSamples(distillation.student, { ...generator, draws: each });
      return { objective: fakeScoreObjective(distillation, state, each, samples), draws: each };
    }),
  );
}
