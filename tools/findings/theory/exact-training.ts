import { type Coefficients, random } from "@tweedie/core";
import type { ExactDistillation } from "@tweedie/testing/closed-form";
import { meanOf } from "../bootstrap.ts";
import { type Results, roundMetrics, type Row } from "../results.ts";
import { exactLevels, teacherTheta, type Theta } from "./exact-student.ts";
import { type Member, members } from "./members.ts";
import { cosine, lengthOf, minus, scaled, sumOf, type Vector } from "./vectors.ts";

const starts = 6;
export const steps = 250;
/** Length of a step, from the first to the last. */
const [first, last] = [0.1, 1e-3];
/** Steps between two comparisons with the exact gradient. */
const comparedEvery = 10;

/** A student at the end of its training, and its gradients on the way. */
export interface Trained {
  readonly loss: Member;
  /** Start of the training. */
  readonly seed: number;
  readonly end: Theta;
  /** Mean cosine of the followed gradients with the exact gradient of the Fisher divergence. */
  readonly cosine: number;
}

/**
 * Trains students with each loss from equal random starts, with the optimal fake score in closed form of the student `lag` steps before:
 * descent along the gradient with steps of decreasing length.
 */
export function trainAll(lag: number): readonly Trained[] {
  const levels = exactLevels({ latents: 8, noise: 24 });
  const stream = random(0, "starts");
  const thetas = Array.from({ length: starts }, (): Theta => {
    const [mean, std, bend] = stream.normal(3);
    return [0.5 * mean!, 0.8 * Math.exp(0.4 * std!), 0.15 * bend!];
  });
  const names = Object.keys(members) as Member[];
  return names.flatMap((loss) =>
    thetas.map((start, seed) => ({ loss, seed, ...train(levels, members[loss], { start, lag }) })),
  );
}

/**
 * Training with the optimal fake score of each student.
 *
 * Rows have the student's distance from the teacher's parameters and its standard deviation, relative to the teacher's.
 */
export const exactTraining = (): Pick<Results, "rows"> => ({
  rows: trainAll(0).map(({ loss, seed, end }): Row => {
    return { values: { loss, seed }, status: "computed", step: steps, metrics: roundMetrics(endMetrics(end)) };
  }),
});

/** Distance from the teacher's parameters, and standard deviation relative to the teacher's. */
export const endMetrics = (end: Theta) => ({
  error: lengthOf(minus(end, teacherTheta)),
  spread: spreadOf(end) / spreadOf(teacherTheta),
});

function train(
  levels: readonly ExactDistillation[],
  coefficients: Coefficients,
  { start, lag }: { readonly start: Theta; readonly lag: number },
): Pick<Trained, "end" | "cosine"> {
  const students = [start];
  const cosines: number[] = [];
  for (let step = 0; step < steps; step++) {
    const theta = students.at(-1)!;
    const earlier = students[Math.max(0, step - lag)]!;
    const gradient = sumOf(levels.map((level) => level.gradient(coefficients, theta, level.epsFake(earlier))));
    if (step % comparedEvery === 0) cosines.push(cosine(gradient, exactGradient(levels, theta)));
    const length = first * (last / first) ** (step / (steps - 1));
    students.push(minus(theta, scaled(gradient, length / lengthOf(gradient))));
  }
  return { end: students.at(-1)!, cosine: meanOf(cosines) };
}

/** Gradient of the Fisher divergence, summed over the levels: that of λ = ½ with the optimal fake score, twice. */
const exactGradient = (levels: readonly ExactDistillation[], theta: Theta): Vector =>
  scaled(sumOf(levels.map((level) => level.gradient(members["lambda-0.5"], theta))), 2);

/** Standard deviation of a student's samples. */
const spreadOf = ([, std, bend]: Theta): number => Math.sqrt(std! ** 2 + 2 * bend! ** 2);
