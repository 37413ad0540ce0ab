import type { Amplitudes, LossPoint } from "@tweedie/core";
import type { NoiseDistribution } from "../steps/noise-draws.ts";

/** Noise levels in the middle of a training, at equally spaced quantiles of its time law. */
export const levelsOfTraining = ({ schedule, time }: NoiseDistribution, count: number): Amplitudes[] =>
  Array.from({ length: count }, (_, i) => schedule.amplitudes(time.quantile((i + 0.5) / count, 0.5)));

/** Noise levels and iterations at which the coefficients of a loss are checked. */
export function lossPoints(noise: NoiseDistribution, steps: number): readonly LossPoint[] {
  const sigmas = levelsOfTraining(noise, 64).map(({ alphaBar, betaBar }) => betaBar / alphaBar);
  const intervals = Math.min(32, steps - 1);
  const iterations = Array.from({ length: intervals + 1 }, (_, i) =>
    Math.round(1 + ((steps - 1) * i) / Math.max(1, intervals)),
  );
  return iterations.flatMap((iteration) => sigmas.map((sigma) => ({ sigma, iteration })));
}
