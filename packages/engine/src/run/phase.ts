/** The parts of a run, in their order. */
export const phases = ["pretrain", "distill"] as const;
export type Phase = (typeof phases)[number];
