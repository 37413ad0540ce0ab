import { expect, test } from "vitest";
import { fullName, scaleOf, titleOf, titleOfLogged } from "./metric-name.ts";

const described = {
  name: "sw2",
  goal: "minimize",
  description: { title: "sliced Wasserstein distance", unit: "units of the data" },
} as const;
const plain = { name: "gap", goal: "maximize" } as const;

test("a metric is named by its plugin's description, else by its name", () => {
  expect([titleOf(described), fullName(described), scaleOf(described)]).toEqual([
    "sliced Wasserstein distance",
    "sliced Wasserstein distance (sw2)",
    "units of the data, lower is better",
  ]);
  expect([titleOf(plain), fullName(plain), scaleOf(plain)]).toEqual(["gap", "gap", "higher is better"]);
  expect(scaleOf({ name: "gap", goal: undefined })).toBe("");
});

test("values by steps and half-life have the name of their metric", () => {
  const titles = ["sw2", "steps.2.sw2", "halfLife.500.sw2", "steps.2.other", "updates.fakeScore"].map((name) =>
    titleOfLogged(name, [described]),
  );
  expect(titles).toEqual([
    "sliced Wasserstein distance",
    "sliced Wasserstein distance, 2 steps",
    "sliced Wasserstein distance, half-life 500",
    "steps.2.other",
    "updates.fakeScore",
  ]);
});
