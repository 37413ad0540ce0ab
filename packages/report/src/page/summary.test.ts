import { expect, test } from "vitest";
import { summaryOf } from "./summary.ts";

const result = { name: "sw2", goal: "minimize", value: 0.25, baseline: undefined, points: [] } as const;

test("the summary has the first metric, its direction, and what it is compared with", () => {
  expect(summaryOf([{ ...result, floor: 0.125, teacher: 0.5 }])).toBe(
    "The student's sw2 is 0.25, beside 0.5 of its teacher and 0.125 between two sets of real samples (lower is better).",
  );
  expect(summaryOf([{ ...result, floor: undefined, teacher: undefined }])).toBe(
    "The student's sw2 is 0.25 (lower is better).",
  );
});

test("a metric that its plugin describes has its full name and its unit", () => {
  const description = { title: "sliced Wasserstein distance", unit: "units of the data" };
  expect(summaryOf([{ ...result, description, floor: undefined, teacher: undefined }])).toBe(
    "The student's sliced Wasserstein distance (sw2) is 0.25 (units of the data, lower is better).",
  );
});

test("a run without a metric has none", () => {
  expect(summaryOf([])).toBeUndefined();
  expect(summaryOf([{ ...result, value: undefined, floor: 1, teacher: 1 }])).toBeUndefined();
});
