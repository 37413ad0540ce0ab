import { make, testSchedule } from "@tweedie/testing";
import { expect, test } from "vitest";
import edm from "./edm.ts";

testSchedule(edm);

test("adds noise of standard deviation t to the unscaled data", () => {
  expect(make(edm).amplitudes(3)).toEqual({ alphaBar: 1, betaBar: 3 });
});
