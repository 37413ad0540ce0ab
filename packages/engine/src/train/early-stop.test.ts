import { expect, test } from "vitest";
import { reasonToStop, type StopSettings } from "./early-stop.ts";

const stop = (
  values: readonly number[],
  settings: Partial<NonNullable<StopSettings>> = {},
  goal = "minimize" as const,
) =>
  reasonToStop(
    values.map((fd, i) => ({ step: 1_000 * i, values: { fd } })),
    { metric: "fd", patience: 2, minDelta: 0, ...settings },
    { fd: goal },
  );

test("a run ends once its metric has not improved for `patience` evaluations after step 0", () => {
  expect(stop([9, 3, 2, 2, 1, 1])).toBeUndefined();
  expect(stop([9, 3, 2, 2, 2.5])).toBe(
    "stopped early: fd has not improved for 2 evaluations since step 2,000, where it was 2",
  );
  expect(stop([0, 3, 2, 1])).toBeUndefined();
  expect(stop([9, 3, 4], { patience: 1 })).toContain("for 1 evaluation since step 1,000");
});

test("improvements of at most `minDelta` do not count, and the direction is that of the metric", () => {
  expect(stop([9, 3, 2.9, 2.8], { minDelta: 0.5 })).toContain("by more than 0.5 for 2 evaluations since step 1,000");
  expect(stop([9, 3, 2.9, 2.4], { minDelta: 0.5 })).toBeUndefined();
  expect(stop([0, 1, 2, 3], {}, "maximize" as never)).toBeUndefined();
  expect(stop([0, 3, 2, 1], {}, "maximize" as never)).toContain("where it was 3");
});

test("NaN is no improvement", () => {
  expect(stop([1, NaN, NaN])).toContain("and has no finite value");
  expect(stop([1, NaN, 5, NaN])).toBeUndefined();
});

test("without the setting no run ends", () => {
  for (const settings of [undefined, null]) expect(reasonToStop([], settings, {})).toBeUndefined();
});
