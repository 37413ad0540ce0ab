import type { Tensor } from "@tensorflow/tfjs-core";
import {
  type Level,
  ndarray,
  type NDArrays,
  type NoiseSchedule,
  type Params,
  type Random,
  sizeOf,
  type TimeLaw,
} from "@tweedie/core";
import { drawLevels, levelOf } from "@tweedie/diffusion";

/** Distribution of the noise levels of a training: a time law and the schedule that maps times to levels. */
export interface NoiseDistribution {
  readonly time: TimeLaw;
  readonly schedule: NoiseSchedule;
}

/** Standard normal numbers: `[count, ...shape]`. */
export const normals = (random: Random, count: number, shape: readonly number[]) =>
  ndarray([count, ...shape], random.normal(count * sizeOf(shape)));

/** Draws of noise and levels for a batch: `eps: [b, ...shape]`, `alphaBar: [b]`, `betaBar: [b]`. `progress` is the fraction of the training done. */
export const noiseDraws = (
  { time, schedule }: NoiseDistribution,
  random: Random,
  { batch, shape, progress }: { batch: number; shape: readonly number[]; progress: number },
): NDArrays => ({
  eps: normals(random.child("eps"), batch, shape),
  ...drawLevels(time, schedule, random.child("time"), batch, progress),
});

/** Reads noise and levels from the draws of a step. The amplitudes are reshaped to `[b, 1, ..., 1]`. */
export function drawnNoise(draws: Params): { readonly eps: Tensor; readonly level: Level } {
  const eps = draws["eps"]!;
  return { eps, level: levelOf(draws["alphaBar"]!, draws["betaBar"]!, eps.rank) };
}
