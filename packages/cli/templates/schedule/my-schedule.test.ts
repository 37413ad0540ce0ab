import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-schedule.ts";

testSchedule(plugin);

test("halfway in time is the geometric mean of both ends", () => {
  const { amplitudes } = make(plugin, { options: { min: 0.01, max: 4 } });
  expect(amplitudes(0.5).betaBar).toBeCloseTo(0.2, 12);
});
