import type { Tensor } from "@tensorflow/tfjs";
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

/** Where noise levels come from. */
export interface NoiseLaw {
  readonly time: TimeLaw;
  readonly schedule: NoiseSchedule;
}

/** Standard normal numbers of shape `[count, ...shape]`. */
export const normals = (random: Random, count: number, shape: readonly number[]) =>
  ndarray([count, ...shape], random.normal(count * sizeOf(shape)));

/** Noise and its levels for a batch of samples of one shape: `eps [b, ...]`, `alphaBar [b]`, `betaBar [b]`. */
export const noiseDraws = (
  { time, schedule }: NoiseLaw,
  random: Random,
  { batch, shape, progress }: { batch: number; shape: readonly number[]; progress: number },
): NDArrays => ({
  eps: normals(random.child("eps"), batch, shape),
  ...drawLevels(time, schedule, random.child("time"), batch, progress),
});

/** The noise and the level that were drawn, inside a step. */
export function noiseOf(draws: Params): { readonly eps: Tensor; readonly level: Level } {
  const eps = draws["eps"]!;
  return { eps, level: levelOf(draws["alphaBar"]!, draws["betaBar"]!, eps.rank) };
}
