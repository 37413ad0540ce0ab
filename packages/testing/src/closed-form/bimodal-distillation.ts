import type { Amplitudes } from "@tweedie/core";
import { exactDistillation, type ExactDistillation } from "./exact-distillation.ts";

/** A distillation with a bimodal teacher and a non-Gaussian student, so that no symmetry hides a wrong gradient. */
export const bimodalDistillation = (level: Amplitudes): ExactDistillation =>
  exactDistillation({
    teacher: { means: [[-1], [1.2]], weights: [0.35, 0.65], std: 0.4 },
    generate: ([mean, std, bend], z) => mean! + std! * z + bend! * (z * z - 1),
    level,
  });

/** Parameters of its student: mean, standard deviation and coefficient of the quadratic term. */
export const bimodalTheta: readonly number[] = [0.3, 0.7, 0.25];
