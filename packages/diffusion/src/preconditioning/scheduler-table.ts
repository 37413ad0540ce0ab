/** Variances `beta` of the noise that each of `steps` steps adds, as a scheduler of diffusers states them. */
export interface SchedulerTable {
  readonly steps: number;
  /** `linear` in beta, `scaled_linear` in its root, or the cosine schedule `squaredcos_cap_v2`. */
  readonly schedule: "linear" | "scaled_linear" | "squaredcos_cap_v2";
  /** First and last beta; the cosine schedule has none. */
  readonly betaStart: number;
  readonly betaEnd: number;
  /** True if the signal is rescaled so that nothing of it is left at the last step. Lin et al., arXiv 2305.08891, algorithm 1. */
  readonly zeroTerminalSignal: boolean;
}

const { fround } = Math;

/** Squared amplitude of the signal in place of zero, as in diffusers: a noise level of 4,096 instead of an infinite one. */
const smallestSignal = 2 ** -24;

/**
 * Noise level `sqrt((1 - a) / a)` of each step, where `a` is the product of `1 - beta` of all steps up to it.
 *
 * Numbers are rounded to single precision where diffusers rounds them: otherwise the noise levels would differ by up to a hundredth of
 * a step.
 */
export function schedulerSigmas(table: SchedulerTable): number[] {
  const betas = betasOf(table);
  const signals = signalsOf(table.zeroTerminalSignal ? rescaled(signalsOf(betas)) : betas);
  return signals.map((signal) => signal || smallestSignal).map((signal) => Math.sqrt((1 - signal) / signal));
}

/** Products of `1 - beta`. */
function signalsOf(betas: readonly number[]): number[] {
  let product = 1;
  return betas.map((beta) => (product *= fround(1 - fround(beta))));
}

function betasOf({ steps, schedule, betaStart, betaEnd }: SchedulerTable): number[] {
  const indices = Array.from({ length: steps }, (_, i) => i);
  const between = (start: number, end: number) =>
    indices.map((i) => start + ((end - start) * i) / Math.max(1, steps - 1));
  if (schedule === "linear") return between(betaStart, betaEnd);
  if (schedule === "scaled_linear") return between(Math.sqrt(betaStart), Math.sqrt(betaEnd)).map((root) => root * root);
  return indices.map((i) => Math.min(0.999, 1 - cosineSignal((i + 1) / steps) / cosineSignal(i / steps)));
}

/** Squared amplitude of the signal at a fraction of all steps. Nichol and Dhariwal, arXiv 2102.09672, equation 17. */
const cosineSignal = (time: number): number => Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;

/** Betas whose amplitudes are shifted and scaled so that the first is kept and the last is zero. */
function rescaled(signals: readonly number[]): number[] {
  const amplitudes = signals.map((signal) => fround(Math.sqrt(fround(signal))));
  const [first, last] = [amplitudes[0]!, amplitudes.at(-1)!];
  const factor = fround(first / fround(first - last));
  const kept = amplitudes.map((amplitude) => fround(fround(fround(amplitude - last) * factor) ** 2));
  return kept.map((signal, i) => 1 - fround(i === 0 ? signal : signal / kept[i - 1]!));
}
