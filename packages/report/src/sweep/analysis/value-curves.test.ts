import { expect, test } from "vitest";
import { sweepFixture } from "../sweep.fixture.ts";
import { axisOf } from "./parameter-axis.ts";
import { valueCurves } from "./value-curves.ts";

test("a value's curve is the mean over the trials that reached the step with a finite value", () => {
  const { plan, state: readState } = sweepFixture();
  const state = readState();
  const two = { ...state, configurations: state.configurations.slice(0, 2), trials: state.trials.slice(0, 4) };
  const axis = { ...axisOf(plan.parameters[0]!, []), values: [1], kind: "choice" as const, valueOf: () => 1 };
  const points = (...values: number[]) => values.map((value, i) => ({ step: i + 1, value }));
  const curves = new Map([
    [0, points(2, 4)],
    [1, points(4)],
    [2, points(NaN)],
  ]);
  expect(valueCurves(axis, two, curves)[0]!.points).toEqual(points(3, 4));
});
