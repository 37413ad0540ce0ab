import { random } from "@tweedie/core";
import { make, normal, someLevels, standIns, tensorsOf, testDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-fake-score.ts";

testDenoiser(plugin);

test("with the teacher's weights it predicts the same as the teacher", () => {
  const { teacher } = standIns();
  const params = tensorsOf(teacher.init(random(0, "teacher")));
  const [xt, level] = [normal("xt", [4, 2]), someLevels(2)];
  expect(make(plugin).epsilon(params, xt, level)).toBeAllClose(teacher.epsilon(params, xt, level));
});
