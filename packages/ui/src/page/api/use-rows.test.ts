import { expect, test } from "vitest";
import { type FollowedRows, withRows } from "./use-rows.ts";

const nothing: FollowedRows = { series: new Map(), last: [], rate: undefined, isLost: false, changes: 0 };

test("rows extend the series of their names; the others stay the same objects", () => {
  const first = withRows(nothing, {
    reset: true,
    names: ["loss", "sw2"],
    rows: [
      ["distill", 1, 3, null],
      ["distill", 2, "NaN", 0.5],
    ],
  });
  expect(first.series.get("distill loss")).toEqual({
    phase: "distill",
    name: "loss",
    steps: [1, 2],
    values: [3, null],
  });
  expect(first.series.get("distill sw2")).toMatchObject({ steps: [2], values: [0.5] });
  expect(first.last).toEqual([
    { phase: "distill", step: 2, values: { loss: "NaN", sw2: 0.5 } },
    { phase: "distill", step: 1, values: { loss: 3 } },
  ]);
  const second = withRows(first, { reset: false, names: ["loss"], rows: [["distill", 3, 1]], rate: 20 });
  expect(second.series.get("distill loss")).toMatchObject({ steps: [1, 2, 3], values: [3, null, 1] });
  expect(second.series.get("distill sw2")).toBe(first.series.get("distill sw2"));
  expect(second.rate).toBe(20);
  const again = withRows(second, { reset: true, names: ["loss"], rows: [["distill", 1, 3]] });
  expect([again.series.size, again.last.length]).toEqual([1, 1]);
});
