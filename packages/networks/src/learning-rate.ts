/** How the learning rate goes over a training. */
export interface LearningRateSchedule {
  /** Updates over which it rises from nothing, in proportion. */
  readonly warmup: number;
  /** How it falls, from all of it to the share `final`. */
  readonly decay: Decay;
  readonly final: number;
  /** Where `steps` falls: shares of the training. */
  readonly at: readonly number[];
}

type Fall = (progress: number, schedule: Pick<LearningRateSchedule, "final" | "at">) => number;

const between = (share: number, final: number): number => final + (1 - final) * share;

/** The share of the learning rate that is left when `progress` of the training, 0 to 1, is done. */
const falls = {
  none: () => 1,
  linear: (progress, { final }) => between(1 - progress, final),
  /** Loshchilov and Hutter, arXiv 1608.03983, eq. 5, without restarts. */
  cosine: (progress, { final }) => between((1 + Math.cos(Math.PI * progress)) / 2, final),
  exponential: (progress, { final }) => final ** progress,
  /** Each of the falls is by the same factor. */
  steps: (progress, { final, at }) => final ** (at.filter((share) => progress >= share).length / at.length),
} satisfies Record<string, Fall>;

export type Decay = keyof typeof falls;
export const decays = Object.keys(falls) as [Decay, ...Decay[]];

/** The share of the learning rate at update number `update` = 1, ..., `updates`; the last one has `final`. */
export const learningRateShare = (schedule: LearningRateSchedule, update: number, updates: number): number =>
  Math.min(1, update / Math.max(1, schedule.warmup)) * falls[schedule.decay](update / updates, schedule);
