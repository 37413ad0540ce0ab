import { tf } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { emaDecay, updateEma } from "./ema.ts";

test("updateEma is decay average + (1 - decay) weights", () => {
  const { w } = updateEma({ w: tf.tensor1d([1, -2]) }, { w: tf.tensor1d([3, 4]) }, tf.scalar(0.75));
  expect([...w!.dataSync()]).toEqual([1.5, -0.5]);
});

test("an average equal to the weights stays bit-equal to them", () => {
  const values = tf.tensor1d([0.1, 1 / 3, -1e-20, 12345.678]);
  const { w } = updateEma({ w: values }, { w: values }, tf.scalar(0.9997));
  expect([...w!.dataSync()]).toEqual([...values.dataSync()]);
});

describe("decay", () => {
  test("has a half-life of halfLife samples for any batch size", () => {
    for (const batch of [1, 32, 250]) {
      const steps = 1000 / batch;
      expect(emaDecay({ halfLife: 1000 }, 1e9, batch) ** steps).toBeCloseTo(0.5, 12);
    }
  });
  test("is SiD's .5^(batch / min(H, rampUp seen))", () => {
    expect(emaDecay({ halfLife: 500_000, rampUp: 0.05 }, 256_000, 256)).toBeCloseTo(0.5 ** (256 / 12_800), 12);
    expect(emaDecay({ halfLife: 500_000, rampUp: 0.05 }, 1e8, 256)).toBeCloseTo(0.5 ** (256 / 500_000), 12);
  });
  test("is 0 before the first sample, so that the average starts at the weights", () => {
    expect(emaDecay({ halfLife: 500_000, rampUp: 0.05 }, 0, 256)).toBe(0);
  });
});
