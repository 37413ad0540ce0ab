import { nest, type NDArray, type NDArrays, type Random } from "@tweedie/core";
import { drawPairs } from "../pairs/pairs.ts";
import { augmentationDraws } from "../augmentation/augmentation.ts";
import { dropLabels } from "../guidance/drop-labels.ts";
import {
  augmentPrefix,
  type Distillation,
  fakeScoreLabel,
  fakeScorePrefixes,
  modelPrefix,
  studentPrefix,
  unrollPrefix,
} from "./distillation.ts";
import { heldOutPrefix } from "./held-out-loss.ts";
import { noiseDraws, normals } from "./noise-draws.ts";
import { stepDraws } from "./training-samples.ts";
import { optimizerDraws, trainableDraws, type UpdatePosition } from "./trainable-weights.ts";
import { unrolledScalars } from "./unrolled-updates.ts";

/** Draws of iteration number `iteration` = 1, 2, ...: every update has its own latents, noise and levels. */
export function distillationDraws(distillation: Distillation, random: Random, iteration: number): NDArrays {
  const { batch, steps, updates, unroll, until, models, pairs } = distillation;
  // Those that are certainly made. For Adam, whose bias correction counts them, fewer are smaller steps.
  const each = Math.min(updates, until?.every ?? updates);
  const [before, total] = [(iteration - 1) * each, (steps - 1) * each + updates];
  const now = { iteration, random };
  const fakeScore = fakeScorePrefixes(distillation).map((name, i) =>
    nest(name, fakeScoreDraws(distillation, random.child(name), { ...now, update: before + i + 1, updates: total })),
  );
  const own = random.child(studentPrefix);
  const unrolled = Array.from({ length: unroll?.steps ?? 0 }, (_, i) => {
    const position = { ...now, update: before + each, updates: total };
    return nest(unrollPrefix(i), {
      ...fakeScoreDraws(distillation, own.child(unrollPrefix(i)), position),
      ...unrolledScalars(models.fakeScore.trainable, unroll!, before + each + i + 1),
    });
  });
  const position = { ...now, update: iteration, updates: steps };
  const student = Object.assign(
    updateDraws(distillation, "student", own, position),
    pairs && drawPairs(pairs, own.child("pairs"), batch),
    ...unrolled,
  ) as NDArrays;
  return Object.assign(
    nest(studentPrefix, student),
    ...fakeScore,
    until && nest(heldOutPrefix, heldOutDraws(distillation, until.samples, now)),
  ) as NDArrays;
}

/** An iteration: its number and its stream. */
interface Iteration {
  readonly iteration: number;
  readonly random: Random;
}

/** The iteration, and the position of an update among all of its network. */
type Position = Omit<UpdatePosition, "batch"> & Iteration;

/** Draws of an update of student or fake score. */
function updateDraws(
  distillation: Distillation,
  name: "student" | "fakeScore",
  stream: Random,
  { iteration, random, ...position }: Position,
): NDArrays {
  const { batch, student, loss, labels, models } = distillation;
  const [model, training] = [distillation[name], models[name]];
  return {
    z: normals(stream.child("z"), batch, student.latentShape),
    ...(labels && { label: labels(stream.child("label"), batch) }),
    ...stepDraws(student, { iteration: random, update: stream }, batch),
    ...noiseDraws(training.noise, stream, noiseOf(distillation, iteration)),
    ...(loss.draws && nest("loss", loss.draws(stream.child("loss"), batch, iteration))),
    ...(training.dropout && model.draws && nest(modelPrefix, model.draws(stream.child(modelPrefix), batch))),
    ...trainableDraws(training.trainable, { ...position, batch }),
  };
}

const noiseOf = ({ batch, steps, teacher: { shape } }: Distillation, iteration: number) => ({
  batch,
  shape,
  progress: (iteration - 1) / steps,
});

/** Draws of an update of the fake score. */
function fakeScoreDraws(distillation: Distillation, stream: Random, position: Position): NDArrays {
  const { augment } = distillation.models.fakeScore;
  const draws = updateDraws(distillation, "fakeScore", stream, position);
  const noise = noiseOf(distillation, position.iteration);
  return {
    ...draws,
    ...droppedLabels(distillation, draws["label"], stream),
    ...(augment && nest(augmentPrefix, augmentationDraws(augment, stream.child(augmentPrefix), noise))),
  };
}

/** Draws of the fake score's loss on `count` samples that it is not trained on, without dropout. */
function heldOutDraws(distillation: Distillation, count: number, now: Iteration): NDArrays {
  const { models } = distillation;
  const fakeScore = { ...models.fakeScore, dropout: false };
  const changed = { ...distillation, batch: count, models: { ...models, fakeScore } };
  const draws = fakeScoreDraws(changed, now.random.child(heldOutPrefix), { ...now, update: 1, updates: 1 });
  const isInput = (name: string) => !name.startsWith(`${optimizerDraws}.`);
  return Object.fromEntries(Object.entries(draws).filter(([name]) => isInput(name)));
}

/** The labels of a fake-score update where some are dropped: the fake score's, or also the student's. */
function droppedLabels({ fakeScore, models }: Distillation, labels: NDArray | undefined, stream: Random): NDArrays {
  const { labelDropout: rate, labelDropoutInStudent } = models.fakeScore;
  if (!rate || !labels) return {};
  const dropped = dropLabels(labels, { classes: fakeScore.classes!, rate }, stream.child("label"));
  return { [labelDropoutInStudent ? "label" : fakeScoreLabel]: dropped };
}
