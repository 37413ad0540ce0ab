import { expect, test } from "vitest";
import { schedulerSigmas, type SchedulerTable } from "./scheduler-table.ts";

const table = { steps: 1_000, betaStart: 0.00085, betaEnd: 0.012, zeroTerminalSignal: false };

/** `sqrt((1 - a) / a)` of `alphas_cumprod` of diffusers 0.42.1 at steps 0, 10, 500, 998 and 999. */
const cases: readonly (readonly [SchedulerTable, readonly number[]])[] = [
  [
    { ...table, schedule: "linear", betaStart: 1e-4, betaEnd: 0.02 },
    [0.01000132982421665, 0.04688637966495948, 3.442967243343238, 155.8251832755252, 157.40726936571173],
  ],
  [
    { ...table, schedule: "scaled_linear" },
    [0.02916753316555422, 0.09829107628938567, 1.6182797001234628, 14.526280559674534, 14.614646624923662],
  ],
  [
    { ...table, schedule: "squaredcos_cap_v2" },
    [0.006427108610177359, 0.02686404733645587, 1.0155508135033753, 641.6624298709124, 20291.302933247258],
  ],
  [
    { ...table, schedule: "scaled_linear", zeroTerminalSignal: true },
    [0.02916753316555422, 0.10154567675097823, 1.7745581763477167, 2254.194851010114, 4095.9998779296],
  ],
];

test.each(cases)("the noise levels of %o are those of diffusers", (settings, expected) => {
  const sigmas = schedulerSigmas(settings);
  expect(sigmas).toHaveLength(1_000);
  for (const [i, step] of [0, 10, 500, 998, 999].entries()) {
    expect(Math.abs(sigmas[step]! / expected[i]! - 1), `step ${step}`).toBeLessThan(3e-5);
  }
});

test("noise levels ascend", () => {
  for (const [settings] of cases) {
    const sigmas = schedulerSigmas(settings);
    expect(sigmas.every((sigma, i) => i === 0 || sigma > sigmas[i - 1]!)).toBe(true);
  }
});
