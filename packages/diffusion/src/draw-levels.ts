import { ndarray, type NDArray, type NoiseSchedule, type Random, type TimeLaw } from "@tweedie/core";

/** Noise levels of `count` samples, their times drawn from a law at a point of the training: amplitudes `[count]`, on the host. */
export function drawLevels(
  timeLaw: TimeLaw,
  schedule: NoiseSchedule,
  random: Random,
  count: number,
  progress = 0,
): { readonly alphaBar: NDArray; readonly betaBar: NDArray } {
  const levels = Array.from(random.uniform(count), (u) => schedule.amplitudes(timeLaw.quantile(u, progress)));
  return {
    alphaBar: ndarray(
      [count],
      Float32Array.from(levels, ({ alphaBar }) => alphaBar),
    ),
    betaBar: ndarray(
      [count],
      Float32Array.from(levels, ({ betaBar }) => betaBar),
    ),
  };
}
