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

/** Squared amplitude of the signal in place of zero, as in diffusers: a noise level of 4,096 instead of an infinite one. */
const smallestSignal = 2 ** -24;

/** Noise level `sqrt((1 - a) / a)` of each step, where `a` is the product of `1 - beta` of all steps up to it. */
export function schedulerSigmas(table: SchedulerTable): number[] {
  let product = 1;
  const signals = betasOf(table).map((beta) => (product *= 1 - beta));
  const kept = table.zeroTerminalSignal ? rescaled(signals) : signals;
  return kept.map((signal) => signal || smallestSignal).map((signal) => Math.sqrt((1 - signal) / signal));
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

/** Amplitudes shifted and scaled so that the first is kept and the last is zero. */
function rescaled(signals: readonly number[]): number[] {
  const amplitudes = signals.map(Math.sqrt);
  const [first, last] = [amplitudes[0]!, amplitudes.at(-1)!];
  return amplitudes.map((amplitude) => (((amplitude - last) * first) / (first - last)) ** 2);
}
