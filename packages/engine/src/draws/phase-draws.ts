import { type NDArrays, random } from "@tweedie/core";
import type { Components } from "../components.ts";
import type { Phase } from "../run/phase.ts";
import { denoisingDraws } from "../steps/denoising.ts";
import { distillationDraws } from "../steps/distillation.ts";

/** The draws of step number 1, 2, ... of a phase: a pure function, wherever it is called. */
export const phaseDraws =
  (phase: Phase, { pretraining, distillation }: Components, seed: number) =>
  (step: number): NDArrays => {
    const stream = random(seed, phase, step);
    return phase === "pretrain"
      ? denoisingDraws(pretraining, stream, step)
      : distillationDraws(distillation, stream, step);
  };
