import { random } from "@tweedie/core";
import { make, testDataset } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-dataset.ts";

testDataset(plugin);

test("half of the samples have a negative first coordinate", () => {
  const { data } = make(plugin).sample(random(0, "data"), 4_000);
  const fraction = data.filter((x, i) => i % 2 === 0 && x < 0).length / 4_000;
  expect(Math.abs(fraction - 0.5)).toBeLessThan(0.04);
});
