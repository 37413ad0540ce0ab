import { random } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { drawLevels } from "./draw-levels.ts";

const schedule = {
  amplitudes: (t: number) => ({ alphaBar: 1 - t, betaBar: t }),
  timeOf: (sigma: number) => sigma / (1 + sigma),
};

test("levels are the schedule's at the time law's quantiles of the stream's uniform numbers", () => {
  const { alphaBar, betaBar } = drawLevels({ quantile: (u) => u / 2 }, schedule, random(3, "levels"), 5);
  const u = [...random(3, "levels").uniform(5)];
  expect(betaBar).toBeAllClose({ shape: [5], data: Float32Array.from(u, (x) => x / 2) });
  expect(alphaBar).toBeAllClose({ shape: [5], data: Float32Array.from(u, (x) => 1 - x / 2) });
});

test("a time law that ignores its uniform number yields a single level", () => {
  const { betaBar } = drawLevels({ quantile: () => 0.25 }, schedule, random(0, "levels"), 3);
  expect([...betaBar.data]).toEqual([0.25, 0.25, 0.25]);
});
