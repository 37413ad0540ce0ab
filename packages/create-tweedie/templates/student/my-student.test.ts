import { random } from "@tweedie/core";
import { make, normal, standIns, tensorsOf, testStudent } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-student.ts";

testStudent(plugin);

test("samples scale with the standard deviation of the data", () => {
  const { data } = standIns();
  const small = make(plugin, { uses: { data } });
  const large = make(plugin, { uses: { data: { ...data, sigmaData: 3 * data.sigmaData } } });
  const [params, z] = [tensorsOf(small.init(random(0, "student"), {})), normal("z", [4, 2])];
  expect(large.generate(params, z)).toBeAllClose(small.generate(params, z).mul(3));
});
