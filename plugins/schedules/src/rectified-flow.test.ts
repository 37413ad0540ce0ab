import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import rectifiedFlow from "./rectified-flow.ts";

testSchedule(rectifiedFlow);

test("interpolates between data and noise", () => {
  expect(make(rectifiedFlow).amplitudes(0.25)).toEqual({ alphaBar: 0.75, betaBar: 0.25 });
});
