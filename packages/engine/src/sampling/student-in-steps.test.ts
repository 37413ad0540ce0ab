import type { Student } from "@tweedie/core";
import { expect, test } from "vitest";
import { studentInSteps } from "./student-in-steps.ts";

const oneStep: Student = { latentShape: [2], init: () => ({}), generate: (_, z) => z };
const withCount = (count: number): Student => ({
  ...oneStep,
  latentShape: [count, 2],
  steps: { count, withCount, withGuidance: () => withCount(count), draws: () => ({}), generate: (_, { z }) => z },
});

test("a student of several steps generates in any number, by default as trained", () => {
  expect(studentInSteps(withCount(4), undefined).steps?.count).toBe(4);
  expect(studentInSteps(withCount(4), 7).latentShape).toEqual([7, 2]);
});

test("a student of one step generates in one only", () => {
  expect(studentInSteps(oneStep, 1)).toBe(oneStep);
  expect(() => studentInSteps(oneStep, 2)).toThrow("the student of this run generates in one step, and not in 2");
});
