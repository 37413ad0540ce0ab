import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-schedule.ts";

testSchedule(plugin);

test("the noise at t = 0.5 is the geometric mean of min and max", () => {
  const { amplitudes } = make(plugin, { options: { min: 0.01, max: 4 } });
  expect(amplitudes(0.5).betaBar).toBeCloseTo(0.2, 12);
});
