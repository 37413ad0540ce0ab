import { exactDistillation, type ExactDistillation, gaussHermite } from "@tweedie/testing/closed-form";

/** Parameters of the student on the line: mean, standard deviation, and coefficient of the quadratic term. */
export type Theta = readonly number[];

const generate = ([mean, std, bend]: Theta, z: number): number => mean! + std! * z + bend! * (z * z - 1);

/** The student that equals the teacher, a skewed distribution. */
export const teacherTheta: Theta = [0.2, 0.8, 0.3];

/** Ratios of noise to signal over which losses are summed. */
const sigmas = [0.4, 0.8, 1.6];

/** A distillation on the line at several noise levels, whose expectations are finite sums. The teacher has the law of a student. */
export function exactLevels(nodes = { latents: 12, noise: 48 }): readonly ExactDistillation[] {
  const [latents, noise] = [gaussHermite(nodes.latents), gaussHermite(nodes.noise)];
  return sigmas.map((sigma) => {
    const level = { alphaBar: 1, betaBar: sigma };
    const none = { means: [[0]], weights: [1], std: 1 };
    const teacher = exactDistillation({ teacher: none, generate, level }, latents, noise).distribution(teacherTheta);
    return exactDistillation({ teacher, generate, level }, latents, noise);
  });
}
