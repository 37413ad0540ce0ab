import type { Amplitudes } from "@tweedie/core";
import type { NoiseDistribution } from "../steps/noise-draws.ts";

/** Noise levels in the middle of a training, at equally spaced quantiles of its time law. */
export const levelsOfTraining = ({ schedule, time }: NoiseDistribution, count: number): Amplitudes[] =>
  Array.from({ length: count }, (_, i) => schedule.amplitudes(time.quantile((i + 0.5) / count, 0.5)));

/** Noise levels at which properties of a loss are checked. */
export const trainingSigmas = (noise: NoiseDistribution): number[] =>
  levelsOfTraining(noise, 64).map(({ alphaBar, betaBar }) => betaBar / alphaBar);
