import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import cosine from "./cosine.ts";

testSchedule(cosine);

test("preserves variance, with data at t = 0 and noise at t = 1", () => {
  const { amplitudes } = make(cosine);
  for (const t of [0, 0.3, 0.7, 1]) expect(Math.hypot(...Object.values(amplitudes(t)))).toBeCloseTo(1, 12);
  expect(amplitudes(0)).toEqual({ alphaBar: 1, betaBar: 0 });
  expect(amplitudes(1).alphaBar).toBeCloseTo(0, 12);
});
