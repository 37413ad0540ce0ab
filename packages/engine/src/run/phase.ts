/** Phases of a run, in order. */
export const phases = ["pretrain", "distill"] as const;
export type Phase = (typeof phases)[number];
