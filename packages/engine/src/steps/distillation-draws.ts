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
import { noiseDraws, normals } from "./noise-draws.ts";
import { stepDraws } from "./training-samples.ts";
import { trainableDraws, type UpdatePosition } from "./trainable-weights.ts";
import { unrolledScalars } from "./unrolled-updates.ts";

/** Draws of iteration number `iteration` = 1, 2, ...: every update has its own latents, noise and levels. */
export function distillationDraws(distillation: Distillation, random: Random, iteration: number): NDArrays {
  const { batch, steps, updates, unroll, teacher, loss, labels, models, pairs } = distillation;
  const noise = { batch, shape: teacher.shape, progress: (iteration - 1) / steps };
  const updateDraws = (
    name: "student" | "fakeScore",
    stream: Random,
    position: Omit<UpdatePosition, "batch">,
  ): NDArrays => {
    const [model, training] = [distillation[name], models[name]];
    return {
      z: normals(stream.child("z"), batch, distillation.student.latentShape),
      ...(labels && { label: labels(stream.child("label"), batch) }),
      ...stepDraws(distillation.student, { iteration: random, update: stream }, batch),
      ...noiseDraws(training.noise, stream, noise),
      ...(loss.draws && nest("loss", loss.draws(stream.child("loss"), batch, iteration))),
      ...(training.dropout && model.draws && nest(modelPrefix, model.draws(stream.child(modelPrefix), batch))),
      ...trainableDraws(training.trainable, { ...position, batch }),
    };
  };
  const { augment } = models.fakeScore;
  const fakeScoreDraws = (stream: Random, update: number): NDArrays => {
    const draws = updateDraws("fakeScore", stream, { update, updates: steps * updates });
    return {
      ...draws,
      ...droppedLabels(distillation, draws["label"], stream),
      ...(augment && nest(augmentPrefix, augmentationDraws(augment, stream.child(augmentPrefix), noise))),
    };
  };
  const fakeScore = fakeScorePrefixes(distillation).map((name, i) =>
    nest(name, fakeScoreDraws(random.child(name), (iteration - 1) * updates + i + 1)),
  );
  const own = random.child(studentPrefix);
  const unrolled = Array.from({ length: unroll?.steps ?? 0 }, (_, i) => {
    const draws = fakeScoreDraws(own.child(unrollPrefix(i)), iteration * updates);
    return nest(unrollPrefix(i), {
      ...draws,
      ...unrolledScalars(models.fakeScore.trainable, unroll!, iteration * updates + i + 1),
    });
  });
  const student = Object.assign(
    updateDraws("student", own, { update: iteration, updates: steps }),
    pairs && drawPairs(pairs, own.child("pairs"), batch),
    ...unrolled,
  ) as NDArrays;
  return Object.assign(nest(studentPrefix, student), ...fakeScore) as NDArrays;
}

/** The labels of a fake-score update where some are dropped: the fake score's, or also the student's. */
function droppedLabels({ fakeScore, models }: Distillation, labels: NDArray | undefined, stream: Random): NDArrays {
  const { labelDropout: rate, labelDropoutInStudent } = models.fakeScore;
  if (!rate || !labels) return {};
  const dropped = dropLabels(labels, { classes: fakeScore.classes!, rate }, stream.child("label"));
  return { [labelDropoutInStudent ? "label" : fakeScoreLabel]: dropped };
}
