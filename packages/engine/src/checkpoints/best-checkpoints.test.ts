import { expect, test } from "vitest";
import type { MetricsRow } from "../run/metrics-rows.ts";
import { bestCheckpoints, type BestRule } from "./best-checkpoints.ts";

const rows = Object.entries({ 0: 0, 1: 3, 2: 1, 3: NaN, 4: 1, 5: 2 }).map(([step, fd]): MetricsRow => ({
  phase: "distill",
  step: Number(step),
  values: { fd },
}));
const best = (rule: Partial<BestRule>, steps: readonly number[]) =>
  bestCheckpoints({ metric: "fd", count: 2, goal: "minimize", ...rule }, rows, steps).checkpoints;

test("the best steps with a checkpoint come first, of equal ones the earlier; NaN is none", () => {
  expect(best({}, [1, 2, 3, 4, 5])).toEqual([
    { step: 2, value: 1 },
    { step: 4, value: 1 },
  ]);
  expect(best({ goal: "maximize" }, [1, 2, 3, 4, 5]).map(({ step }) => step)).toEqual([1, 5]);
  expect(best({ count: 9 }, [1, 3, 5]).map(({ step }) => step)).toEqual([5, 1]);
});
