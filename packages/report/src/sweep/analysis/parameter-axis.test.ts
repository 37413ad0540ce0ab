import type { ConfigurationState } from "@tweedie/study";
import { expect, test } from "vitest";
import { axisOf } from "./parameter-axis.ts";
import { groupsOf } from "./value-groups.ts";

const at = (point: Record<string, number>) => ({ point }) as unknown as ConfigurationState;

const distribution = { distribution: "log_uniform_values", min: 1e-5, max: 1 } as const;
const configurations = [1e-4, 2e-3, 1e-2].map((lr) => at({ lr }));
const logAxis = axisOf({ name: "lr", path: "lr", kind: "range", distribution }, configurations);

test("positions of a logarithmic range are logarithmic, and 0.5 for an inactive parameter", () => {
  const middle = expect.closeTo(Math.log(20) / Math.log(100)) as number;
  expect(configurations.map((each) => logAxis.positionOf(each))).toEqual([0, middle, 1]);
  expect(logAxis.positionOf(at({}))).toBe(0.5);
});

test("values of a choice divide the axis evenly", () => {
  const axis = axisOf({ name: "loss", path: "loss", kind: "choice", values: ["a", { use: "b", c: 1 }] }, []);
  expect(axis.values).toEqual(["a", "b c=1"]);
  expect([axis.positionOf(at({ loss: 0 })), axis.positionOf(at({ loss: 1 }))]).toEqual([0.25, 0.75]);
});

test("a choice of numbers is sorted", () => {
  const axis = axisOf({ name: "lr", path: "lr", kind: "choice", values: [0.1, 0.001, 0.01] }, []);
  expect(axis.values).toEqual(["0.001", "0.01", "0.1"]);
  expect([0, 1, 2].map((lr) => axis.positionOf(at({ lr })))).toEqual([5 / 6, 1 / 6, 3 / 6]);
  expect(axis.valueOf(at({ lr: 0 }))).toBe("0.1");
});

test("values of a choice that repeat are one value of its axis", () => {
  const axis = axisOf({ name: "loss", path: "loss", kind: "choice", values: ["a", "b", "a", "b"] }, []);
  expect(axis.values).toEqual(["a", "b"]);
  expect([0, 1, 2, 3].map((loss) => axis.positionOf(at({ loss })))).toEqual([0.25, 0.75, 0.25, 0.75]);
});

test("groupsOf labels intervals by the values in them", () => {
  expect(groupsOf(logAxis, configurations, 2).map(({ label }) => label)).toEqual(["1e-4", "0.002 – 0.01"]);
});
