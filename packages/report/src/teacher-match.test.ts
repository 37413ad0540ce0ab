import { expect, test } from "vitest";
import { matchTeacher, planText, teacherMatchText } from "./teacher-match.ts";

const points = (values: readonly number[], spread = 0.01) =>
  values.map((value, i) => ({ sampler: "euler", steps: 2 ** i, evaluations: 2 ** i, value, spread }) as const);
const student = { value: 0.1, spread: 0.01 };

test("a teacher is worse, or better, if the difference exceeds twice its spread", () => {
  expect(matchTeacher({ student, points: points([0.9, 0.13, 0.12, 0.08, 0.07]) }, "minimize")).toEqual({
    worse: 2,
    better: 16,
  });
  expect(matchTeacher({ student, points: points([0.9, 0.13, 0.12, 0.08, 0.07], 0.02) }, "minimize")).toEqual({
    worse: 1,
    better: undefined,
  });
  expect(matchTeacher({ student, points: points([0.01, 0.09, 0.9, 0.08]) }, "maximize")).toEqual({
    worse: 1,
    better: undefined,
  });
});

test("a point that is not a number is neither better nor worse", () => {
  expect(matchTeacher({ student, points: points([0.9, NaN, 0.9]) }, "minimize")).toEqual({ worse: 1 });
});

test("the comparison is a sentence", () => {
  const text = (values: readonly number[]) =>
    teacherMatchText({
      goals: { sw2: "minimize" },
      teacherCurve: { metric: "sw2", samples: 64, student, points: points(values) },
    });
  expect(text([0.9, 0.9, 0.1, 0.02])).toBe(
    "By sw2, the student in one network evaluation is better than the teacher with up to 2, and worse than with 8 or more.",
  );
  expect(text([0.9, 0.1])).toBe("By sw2, the student in one network evaluation is better than the teacher with one.");
  expect(text([0.1, 0.01])).toBe(
    "By sw2, the student in one network evaluation is worse than the teacher with 2 or more.",
  );
  expect(text([0.1, 0.1])).toContain("is not told apart from the teacher.");
  expect(teacherMatchText({ goals: { sw2: "minimize" } })).toBeUndefined();
});

test("a student of several evaluations says so", () => {
  const teacherCurve = { metric: "sw2", samples: 64, student, studentEvaluations: 2, points: points([0.9, 0.1]) };
  expect(teacherMatchText({ goals: { sw2: "minimize" }, teacherCurve })).toBe(
    "By sw2, the student in 2 network evaluations is better than the teacher with one.",
  );
});

test("a plan is its sampler and its range of noise levels, which version 0.1.0 did not record", () => {
  expect(planText({ sampler: "euler", range: { min: 0.02, max: 10 } })).toBe("euler, 0.02 to 10");
  expect(planText({ sampler: "heun" })).toBe("heun");
});
