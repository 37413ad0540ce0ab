import { tf } from "@tweedie/core";
import { make, mixtureDenoiser, someLevels, standIns, testDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-teacher.ts";

testDenoiser(plugin);

test("the prediction equals that of a mixture with one component", () => {
  const exact = mixtureDenoiser({ means: [[0, 0]], weights: [1], std: standIns().data.sigmaData });
  const [xt, level] = [tf.ones([4, 2]), someLevels(2)];
  expect(make(plugin).epsilon({}, xt, level)).toBeAllClose(exact.epsilon({}, xt, level));
});
