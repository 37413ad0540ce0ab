import { significance } from "@tweedie/core";
import type { RunStatus } from "@tweedie/engine";

type CurveSummary = NonNullable<RunStatus["teacherCurve"]>;
type Goal = RunStatus["goals"][string];

/** Numbers of network evaluations up to which a teacher is worse than the student, and from which on it is better, beyond chance. */
export interface TeacherMatch {
  readonly worse?: number | undefined;
  readonly better?: number | undefined;
}

/** Compares a student with its teacher by network evaluations. Differences up to twice their spread count as chance. */
export function matchTeacher({ student, points }: Omit<CurveSummary, "metric" | "samples">, goal: Goal): TeacherMatch {
  const sign = goal === "minimize" ? 1 : -1;
  const signs = points.map(({ value, spread = 0 }) => {
    const difference = sign * (value - student.value);
    return Math.abs(difference) > significance * Math.hypot(spread, student.spread ?? 0) ? Math.sign(difference) : 0;
  });
  const firstNotWorse = signs.findIndex((each) => each <= 0);
  const lastNotBetter = signs.findLastIndex((each) => each >= 0);
  return {
    worse: points[(firstNotWorse < 0 ? signs.length : firstNotWorse) - 1]?.evaluations,
    better: points[lastNotBetter + 1]?.evaluations,
  };
}

/** The comparison in one sentence, with the metric by its name in logs or by another; undefined if no run measured it. */
export function teacherMatchText(
  status: Pick<RunStatus, "teacherCurve" | "goals">,
  metricText: (name: string) => string = (name) => name,
): string | undefined {
  const { teacherCurve, goals } = status;
  const goal = teacherCurve && goals[teacherCurve.metric];
  if (!goal) return undefined;
  const { worse, better } = matchTeacher(teacherCurve, goal);
  const { metric, studentEvaluations: cost = 1 } = teacherCurve;
  const evaluations = cost === 1 ? "one network evaluation" : `${cost} network evaluations`;
  const upTo = worse !== undefined && `better than the teacher with ${worse === 1 ? "one" : `up to ${worse}`}`;
  const from = better !== undefined && `worse than ${upTo ? "" : "the teacher "}with ${better} or more`;
  const comparison = [upTo, from].filter((part) => part !== false).join(", and ");
  return `By ${metricText(metric)}, the student in ${evaluations} is ${comparison || "not told apart from the teacher"}.`;
}

/** Sampler and range of noise levels of a point of the curve, in standard deviations of the data: `euler, 0.02 to 10`. */
export const planText = ({ sampler, range }: Pick<CurveSummary["points"][number], "sampler" | "range">): string =>
  range ? `${sampler}, ${range.min} to ${range.max}` : sampler;
