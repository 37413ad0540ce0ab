/** The learning rate as a function of training progress. */
export interface LearningRateSchedule {
  /** Number of updates over which it rises linearly from zero. */
  readonly warmup: number;
  /** Shape of its decay, from 1 to the fraction `final` of it. */
  readonly decay: Decay;
  readonly final: number;
  /** Fractions of the training at which `steps` drops. */
  readonly at: readonly number[];
}

type DecayFunction = (progress: number, schedule: Pick<LearningRateSchedule, "final" | "at">) => number;

/** Interpolates from `final` (`remaining` 0) to 1 (`remaining` 1). */
const interpolated = (remaining: number, final: number): number => final + (1 - final) * remaining;

/** Factor of the learning rate at a fraction `progress` of the training, 0 to 1. */
const decayFunctions = {
  none: () => 1,
  linear: (progress, { final }) => interpolated(1 - progress, final),
  /** Loshchilov and Hutter, arXiv 1608.03983, eq. 5, without restarts. */
  cosine: (progress, { final }) => interpolated((1 + Math.cos(Math.PI * progress)) / 2, final),
  exponential: (progress, { final }) => final ** progress,
  /** Every drop is by the same factor. */
  steps: (progress, { final, at }) => final ** (at.filter((fraction) => progress >= fraction).length / at.length),
} satisfies Record<string, DecayFunction>;

export type Decay = keyof typeof decayFunctions;
export const decays = Object.keys(decayFunctions) as [Decay, ...Decay[]];

/** Factor of the learning rate at update `update` = 1, ..., `updates`; at the last one it is `final`. */
export const learningRateFactor = (schedule: LearningRateSchedule, update: number, updates: number): number =>
  Math.min(1, update / Math.max(1, schedule.warmup)) * decayFunctions[schedule.decay](update / updates, schedule);
