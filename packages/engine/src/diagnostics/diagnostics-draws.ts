import { nest, type NDArray, type NDArrays, type Random, rows, sizeOf } from "@tweedie/core";
import { firstPairs, targetDraws } from "../pairs/pairs.ts";
import { drawLatents } from "../sampling/student-sampler.ts";
import type { Distillation } from "../steps/distillation.ts";
import { sliceDraws } from "../steps/micro-batches.ts";
import { noiseDraws } from "../steps/noise-draws.ts";

/** Number of student samples for the kernel estimate of the optimal fake score, and the largest number of elements per sample. */
const kernel = { samples: 4_096, elements: 8 } as const;

/** Random inputs of the diagnostics. They are the same at every step, except for noise levels that follow the training. */
export interface DiagnosticsDraws {
  /** Latents of all samples: those of the batches, then those of the kernel estimate. */
  readonly latents: NDArrays;
  readonly batches: number;
  /** Draws of batch `index` at a training step, given the student's samples for `latents`, in micro-batches. */
  microBatches(samples: NDArray, index: number, step: number): NDArrays[];
}

/** Creates the draws of at least `count` noised samples, rounded up to whole batches. */
export function createDiagnosticsDraws(distillation: Distillation, random: Random, count: number): DiagnosticsDraws {
  const { teacher, student, fakeScore, loss, labels, models, pairs, updates, batch, microBatch } = distillation;
  const batches = Math.ceil(count / batch);
  // Samples of one class would be too few for a kernel estimate.
  const hasKernel = updates > 0 && !fakeScore.output && !labels && sizeOf(teacher.shape) <= kernel.elements;
  const total = batches * batch + (hasKernel ? kernel.samples : 0);
  const { [targetDraws]: target, ...latents } = pairs
    ? firstPairs(pairs, total)
    : drawLatents(student, random.child("z"), total, labels?.(random.child("label"), total));
  const { label } = latents;
  return {
    latents,
    batches,
    microBatches(samples, index, step) {
      const stream = random.child(`batch.${index}`);
      const progress = Math.max(0, step - 1) / distillation.steps;
      const [start, end] = [index * batch, (index + 1) * batch];
      const draws = {
        xg: rows(samples, start, end),
        ...(label && { label: rows(label, start, end) }),
        ...(target && { [targetDraws]: rows(target, start, end) }),
        ...noiseDraws(models.student.noise, stream, { batch, shape: teacher.shape, progress }),
        ...(loss.draws && nest("loss", loss.draws(stream.child("loss"), batch, Math.max(1, step)))),
      };
      const others = hasKernel && { others: rows(samples, batches * batch, total) };
      return Array.from({ length: batch / microBatch }, (_, i) => ({
        ...sliceDraws(draws, distillation, i),
        ...others,
      }));
    },
  };
}
