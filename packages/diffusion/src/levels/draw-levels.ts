import { ndarray, type NDArray, type NoiseSchedule, type Random, type TimeLaw } from "@tweedie/core";

/** Noise levels of `count` samples, with times drawn from a time law at a fraction `progress` of training: amplitudes `[count]` on the host. */
export function drawLevels(
  timeLaw: TimeLaw,
  schedule: NoiseSchedule,
  random: Random,
  count: number,
  progress = 0,
): { readonly alphaBar: NDArray; readonly betaBar: NDArray } {
  const [alphaBar, betaBar] = [new Float32Array(count), new Float32Array(count)];
  const u = random.uniform(count);
  for (let i = 0; i < count; i++) {
    const level = schedule.amplitudes(timeLaw.quantile(u[i]!, progress));
    alphaBar[i] = level.alphaBar;
    betaBar[i] = level.betaBar;
  }
  return { alphaBar: ndarray([count], alphaBar), betaBar: ndarray([count], betaBar) };
}
