import { type Coefficients, random } from "@tweedie/core";
import { type ExactDistillation, finiteDifference } from "@tweedie/testing/closed-form";
import { type Results, roundMetrics, type Row } from "../results.ts";
import { exactLevels, teacherTheta, type Theta } from "./exact-student.ts";
import { type Member, members } from "./members.ts";
import { cosine, lengthOf, minus, scaled, sumOf, type Vector } from "./vectors.ts";

/** Distance that the student has moved since its fake score was optimal, relative to its distance from the teacher. */
export const lags: readonly number[] = [0, 0.05, 0.1, 0.2, 0.5];
/** Standard deviations of the students' parameters around the teacher's, relative to those of far students. */
export const distances = { far: 1, near: 0.1 } as const;
const students = 16;

/**
 * Gradients of each loss with a fake score that was optimal for an earlier student, against the exact gradient of the Fisher divergence.
 *
 * The students are random, and have moved along the exact gradient. Rows have the cosine with the exact gradient; the change of the
 * gradient by the lag, relative to its length without lag; and the variance of the gradient of one sample, relative to the squared length
 * of its mean.
 */
export function laggingFakeScore(): Pick<Results, "rows"> {
  const levels = exactLevels();
  const groups = Object.entries(distances);
  return {
    rows: groups.flatMap(([distance, scale]) =>
      randomStudents(scale).flatMap((theta, seed) => {
        const exact = sumOf(levels.map((level) => finiteDifference((moved) => level.fisher(moved), theta)));
        const names = Object.keys(members) as Member[];
        return names.flatMap((loss) =>
          rowsOf({ levels, theta, exact, loss }).map(({ values, ...row }): Row => {
            return { values: { ...values, loss, distance, seed }, ...row };
          }),
        );
      }),
    ),
  };
}

function randomStudents(scale: number): readonly Theta[] {
  const stream = random(0, "students");
  const [mean, std, bend] = teacherTheta;
  return Array.from({ length: students }, (): Theta => {
    const [first, second, third] = stream.normal(3);
    return [mean! + 0.5 * scale * first!, std! * Math.exp(0.4 * scale * second!), bend! + 0.15 * scale * third!];
  });
}

interface Case {
  readonly levels: readonly ExactDistillation[];
  readonly theta: Theta;
  /** Gradient of the Fisher divergence. */
  readonly exact: Vector;
  readonly loss: Member;
}

/** A row for each lag. */
function rowsOf({ levels, theta, exact, loss }: Case): readonly Row[] {
  const direction = scaled(exact, lengthOf(minus(theta, teacherTheta)) / lengthOf(exact));
  const gradientAt = (lag: number): Vector => {
    const earlier = sumOf([theta, scaled(direction, lag)]);
    return sumOf(levels.map((level) => level.gradient(members[loss], theta, level.epsFake(earlier))));
  };
  const current = gradientAt(0);
  return lags.map((lag) => {
    const gradient = lag === 0 ? current : gradientAt(lag);
    const metrics = {
      cosine: cosine(gradient, exact),
      change: lengthOf(minus(gradient, current)) / lengthOf(current),
      ...(lag === 0 && { variance: relativeVariance(levels, theta, members[loss]) }),
    };
    return { values: { lag }, status: "computed", step: 0, metrics: roundMetrics(metrics) };
  });
}

/** Variance of the gradient of one sample, relative to the squared length of the mean gradient. Samples have random levels. */
function relativeVariance(
  levels: readonly ExactDistillation[],
  theta: Theta,
  { aa, ab, ae, bb, be }: Coefficients,
): number {
  const loss = (a: number, b: number, e: number): number =>
    aa * a * a + ab * a * b + ae * a * e + bb * b * b + be * b * e;
  const gradients = levels.flatMap((level) => {
    const { alphaBar, betaBar } = level.level;
    const fake = level.epsFake(theta);
    const teacher = level.epsTeacher;
    return level.latents.nodes.flatMap((z, i) =>
      level.noise.nodes.map((e, j) => {
        const at = (moved: Theta): number => {
          const xt = alphaBar * level.generate(moved, z) + betaBar * e;
          return loss(teacher(xt), fake(xt), e);
        };
        const weight = (level.latents.weights[i]! * level.noise.weights[j]!) / levels.length;
        return { weight, gradient: finiteDifference(at, theta) };
      }),
    );
  });
  const mean = sumOf(gradients.map(({ weight, gradient }) => scaled(gradient, weight)));
  const square = gradients.reduce((sum, { weight, gradient }) => sum + weight * lengthOf(gradient) ** 2, 0);
  return square / lengthOf(mean) ** 2 - 1;
}
