import type { Control } from "../check.ts";

/** A run that is resumed one step before its checkpoint, so that it repeats a step. */
export const withoutPosition: Control = {
  without: "continuing at the step of the checkpoint",
  edits: [
    {
      file: "packages/engine/src/train/train-phase.ts",
      find: "checkpoint?.phase === phase ? checkpoint.step : 0;",
      replace: "checkpoint?.phase === phase ? checkpoint.step - 1 : 0;",
    },
  ],
};
