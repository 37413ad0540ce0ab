import { random } from "@tweedie/core";
import type { ExactDistillation } from "@tweedie/testing/closed-form";
import { type Results, roundMetrics, type Row } from "../results.ts";
import { exactLevels, teacherTheta, type Theta } from "./exact-student.ts";
import { type Member, members } from "./members.ts";
import { lengthOf, minus, scaled, sumOf } from "./vectors.ts";

const starts = 6;
const steps = 250;
/** Length of a step, from the first to the last. */
const [first, last] = [0.1, 1e-3];

/**
 * Training with the optimal fake score of each student, in closed form: descent along the gradient with steps of decreasing length.
 *
 * Rows have the student's distance from the teacher's parameters and its standard deviation, relative to the teacher's.
 */
export function exactTraining(): Pick<Results, "rows"> {
  const levels = exactLevels({ latents: 8, noise: 24 });
  const stream = random(0, "starts");
  const thetas = Array.from({ length: starts }, (): Theta => {
    const [mean, std, bend] = stream.normal(3);
    return [0.5 * mean!, 0.8 * Math.exp(0.4 * std!), 0.15 * bend!];
  });
  const rows = (Object.keys(members) as Member[]).flatMap((loss) =>
    thetas.map((start, seed): Row => {
      const end = train(levels, loss, start);
      const metrics = { error: lengthOf(minus(end, teacherTheta)), spread: spreadOf(end) / spreadOf(teacherTheta) };
      return { values: { loss, seed }, status: "computed", step: steps, metrics: roundMetrics(metrics) };
    }),
  );
  return { rows };
}

function train(levels: readonly ExactDistillation[], loss: Member, start: Theta): Theta {
  let theta = start;
  for (let step = 0; step < steps; step++) {
    const gradient = sumOf(levels.map((level) => level.gradient(members[loss], theta)));
    const length = first * (last / first) ** (step / (steps - 1));
    theta = minus(theta, scaled(gradient, length / lengthOf(gradient)));
  }
  return theta;
}

/** Standard deviation of a student's samples. */
const spreadOf = ([, std, bend]: Theta): number => Math.sqrt(std! ** 2 + 2 * bend! ** 2);
