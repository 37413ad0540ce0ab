import { expect, test } from "vitest";
import { renderSvg } from "../../render.ts";
import { sweepFixture } from "../sweep.fixture.ts";
import { optimizationHistory } from "./optimization-history.ts";

const state = sweepFixture().state();

test.each([
  ["minimize", 1],
  ["maximize", -1],
] as const)("the line of the best value only improves: %s", (goal, sign) => {
  const { layer } = optimizationHistory(state, { goal }) as unknown as {
    layer: { data: { values: { at: number; value: number }[] } }[];
  };
  const values = layer[0]!.data.values.map(({ value }) => sign * value);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  const all = state.configurations.flatMap(({ value, status }) => (status === "complete" ? sign * value! : []));
  expect(values.at(-1)).toBe(Math.min(...all));
});

test("diverged and failed configurations are crosses at the top", async () => {
  const svg = await renderSvg(optimizationHistory(state, { goal: "minimize" }));
  const failed = state.configurations.filter(({ status }) => ["diverged", "failed"].includes(status));
  expect(failed.length).toBeGreaterThan(0);
  expect(svg.match(/d="M-[\d.]+,-[\d.]+L[\d.]+,[\d.]+M/g)).toHaveLength(failed.length);
});

test("the axis of three configurations has each number once", async () => {
  const svg = await renderSvg(
    optimizationHistory({ ...state, configurations: state.configurations.slice(0, 3) }, { goal: "minimize" }),
  );
  const axis = svg.slice(svg.indexOf("role-axis-label"), svg.indexOf("role-axis-title"));
  expect([...axis.matchAll(/>([\d,]+)<\/text>/g)].map(([, label]) => label)).toEqual(["0", "1", "2"]);
});
