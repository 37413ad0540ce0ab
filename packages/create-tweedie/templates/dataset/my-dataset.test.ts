import { random } from "@tweedie/core";
import { make, testDataset } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-dataset.ts";

testDataset(plugin);

test("without noise all samples are on the unit circle", () => {
  const { data } = make(plugin, { options: { noise: 0 } }).sample(random(0, "data"), 100);
  for (let i = 0; i < data.length; i += 2) expect(Math.hypot(data[i] ?? 0, data[i + 1] ?? 0)).toBeCloseTo(1, 5);
});
