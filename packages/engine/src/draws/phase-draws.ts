import { type NDArrays, random } from "@tweedie/core";
import type { Components } from "../components.ts";
import type { Phase } from "../run/phase.ts";
import { denoisingDraws } from "../steps/denoising.ts";
import { distillationDraws } from "../steps/distillation-draws.ts";

/** Returns a function of the step number 1, 2, ... that draws the step: a pure function, the same in every thread. */
export const phaseDraws =
  (phase: Phase, { pretraining, distillation }: Components, seed: number) =>
  (step: number): NDArrays => {
    const stream = random(seed, phase, step);
    return phase === "pretrain"
      ? denoisingDraws(pretraining, stream, step)
      : distillationDraws(distillation, stream, step);
  };
