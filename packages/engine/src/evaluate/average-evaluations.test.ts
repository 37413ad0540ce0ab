import { expect, test } from "vitest";
import { averageEvaluations } from "./average-evaluations.ts";

const row = (step: number, values: Readonly<Record<string, number>>, phase: "distill" | "pretrain" = "distill") => ({
  phase,
  step,
  values,
});
const rows = [
  row(100, { "loss.teacher": 1, sw2: 50 }, "pretrain"),
  row(0, { sw2: 9, modes: 0 }),
  row(100, { sw2: 4, modes: 6 }),
  row(150, { "loss.student": 3 }),
  row(200, { sw2: 1, modes: 8 }),
  row(300, { sw2: 3, modes: 8 }),
];
const names = ["sw2", "modes"];

test("the means are those of the last evaluations, and their spread has both sources", () => {
  const { values, spreads, steps } = averageEvaluations(rows, { names, count: 2, sampling: { sw2: 0.5, modes: 0.1 } });
  expect(steps).toEqual([200, 300]);
  expect(values).toEqual({ sw2: 2, modes: 8 });
  // The deviation of 1 and 3 is √2, that of their mean 1.
  expect(spreads["sw2"]).toBeCloseTo(Math.hypot(0.5, 1), 12);
  expect(spreads["modes"]).toBe(0.1);
});

test("of fewer evaluations all are averaged, without the one before the first step", () => {
  const { values, steps } = averageEvaluations(rows, { names, count: 9, sampling: {} });
  expect(steps).toEqual([100, 200, 300]);
  expect(values["sw2"]).toBeCloseTo(8 / 3, 12);
  expect(averageEvaluations(rows, { names, count: 1, sampling: { sw2: 0.5 } })).toEqual({
    values: { sw2: 3, modes: 8 },
    spreads: { sw2: 0.5 },
    steps: [300],
  });
});

test("the mean of independent values has the spread that is stated", () => {
  // Evaluations that differ by ±1 around a sample of deviation 0.3: the deviation of means of four over many runs.
  const means: number[] = [];
  const stated: number[] = [];
  let seed = 1;
  const uniform = () => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5) * Math.sqrt(12);
  for (let i = 0; i < 4_000; i++) {
    const offset = 0.3 * uniform();
    const series = [1, 2, 3, 4].map((step) => row(step, { sw2: offset + uniform() }));
    const { values, spreads } = averageEvaluations(series, { names: ["sw2"], count: 4, sampling: { sw2: 0.3 } });
    means.push(values["sw2"]!);
    stated.push(spreads["sw2"]! ** 2);
  }
  const variance = means.reduce((sum, x) => sum + x ** 2, 0) / means.length;
  const expected = stated.reduce((sum, x) => sum + x, 0) / stated.length;
  expect(Math.abs(variance / expected - 1)).toBeLessThan(0.1);
});
