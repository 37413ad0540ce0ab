import { ndarray, random } from "@tweedie/core";
import { standIns, testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./classes.ts";

const teacher = standIns().teacher;
const { classes: _, ...unconditional } = teacher;
// Equal logits: no confidently classified sample, and all samples in the first class.
testMetric(plugin, { shape: [5], options: { certainty: 0.4 }, uses: { teacher: unconditional }, spoil: () => 0 });

/** Class logits of rows of class probabilities. */
const logits = (...rows: number[][]) =>
  ndarray(
    [rows.length, rows[0]!.length],
    Float32Array.from(rows.flat(), (p) => Math.log(p) + 7),
  );
const measure = (samples: ReturnType<typeof logits>, reference: ReturnType<typeof logits>, certainty = 0.9) =>
  plugin.create({ certainty }, unconditional).measure(samples, reference, random(0, "metric"));

const [a, b, c] = [
  [0.98, 0.01, 0.01],
  [0.03, 0.95, 0.02],
  [0.25, 0.25, 0.5],
] as const;

test("classError is zero for equal class frequencies, and the weight of the missing classes for a single class", () => {
  const reference = logits([...a], [...a], [...b], [...c]);
  expect(measure(logits([...b], [...a], [...c], [...a]), reference)["classError"]).toBeCloseTo(0, 12);
  expect(measure(logits([...a], [...a]), reference)["classError"]).toBeCloseTo(0.5, 12);
  expect(measure(logits([...b]), reference)["classError"]).toBeCloseTo(0.75, 12);
});

test("certain counts samples whose class probability is at least the option", () => {
  const samples = logits([...a], [...b], [...c], [...c]);
  expect(measure(samples, samples)["certain"]).toBe(0.5);
  expect(measure(samples, samples, 0.96)["certain"]).toBe(0.25);
  expect(measure(samples, samples, 0.5 - 1e-6)["certain"]).toBe(1);
});

test("samples of NaN logits have no class", () => {
  const values = measure(ndarray([2, 3], new Float32Array(6).fill(NaN)), logits([...a], [...b]));
  expect(values).toEqual({ certain: 0, classError: 0.5 });
});

test("classError of two samples of one distribution is about the documented value", () => {
  const [count, classes] = [2_000, 10];
  const draw = (purpose: string) => {
    const data = new Float32Array(count * classes);
    random(0, purpose)
      .integers(count, classes)
      .forEach((label, i) => (data[i * classes + label] = 9));
    return ndarray([count, classes], data);
  };
  const values = Array.from({ length: 20 }, (_, i) => measure(draw(`a${i}`), draw(`b${i}`))["classError"]!);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const floor = 10 * Math.sqrt((0.1 * 0.9 * (2 / count)) / (2 * Math.PI));
  expect(mean).toBeGreaterThan(0.85 * floor);
  expect(mean).toBeLessThan(1.15 * floor);
});

test("accuracy of class-conditional models is the fraction of samples of the requested class", () => {
  const { goals, measure } = plugin.create({ certainty: 0.9 }, { ...teacher, classes: 3 });
  const samples = logits([...a], [...b], [...c], [...c]);
  const requested = ndarray([4], Float32Array.of(0, 0, 2, 1));
  expect(goals).toMatchObject({ accuracy: "maximize" });
  expect(measure(samples, samples, random(0, "metric"), requested)["accuracy"]).toBe(0.5);
});
