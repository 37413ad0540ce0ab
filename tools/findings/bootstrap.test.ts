import { random } from "@tweedie/core";
import { expect, test } from "vitest";
import { bootstrapInterval } from "./bootstrap.ts";

test("the interval of the mean of a standard normal is about 1.96 / √n on both sides", () => {
  const { mean, low, high } = bootstrapInterval([...random(0, "normal").normal(400)]);
  expect((high - low) / 2).toBeGreaterThan(0.085);
  expect((high - low) / 2).toBeLessThan(0.111);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
});

test("the interval of equal numbers is the number", () => {
  expect(bootstrapInterval([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
});
