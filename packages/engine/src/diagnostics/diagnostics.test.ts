import { random } from "@tweedie/core";
import { createExecutor, type Executor } from "@tweedie/graph";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { normals } from "../steps/noise-draws.ts";
import { createDiagnostics } from "./diagnostics.ts";
import { gaussianDistillation } from "./gaussian-distillation.fixture.ts";

let executor: Executor;
beforeAll(async () => (executor = await createExecutor("ort", { threads: 1 })));
afterAll(() => executor.dispose());

type Change = Parameters<typeof gaussianDistillation>[1];

const standard = { mean: [0, 0], std: 1 };
const student = { mean: [0.5, 0], std: 0.8 };

async function diagnose(fakeScore: typeof standard, change: Change = {}): Promise<Readonly<Record<string, number>>> {
  const { distillation, state } = gaussianDistillation({ teacher: standard, student, fakeScore }, change);
  const store = executor.createStore(state);
  const real = normals(random(0, "real"), 4_000, [2]);
  const diagnostics = await createDiagnostics(distillation, {
    executor,
    store,
    real,
    random: random(0, "draws"),
    draws: 8_000,
  });
  const values = await diagnostics.measure(1);
  await diagnostics.dispose();
  store.dispose();
  return values;
}

const at = (sigma: number) => ({ time: { quantile: () => sigma } });

describe("psiGap", () => {
  test.each([0.3, 1, 5])("is 0 for the optimal fake score, at sigma %d", async (sigma) => {
    const values = await diagnose(student, at(sigma));
    expect(Math.abs(values["diag.psiGap"]!)).toBeLessThan(2e-3);
    expect(values["diag.psiGap.coverage"]).toBeGreaterThan(0.9);
  });

  test.each([0.3, 1, 5])("is |b - b*|² for another fake score, at sigma %d", async (sigma) => {
    const values = await diagnose({ ...student, mean: [0.5, 1] }, at(sigma));
    const error = sigma / (student.std ** 2 + sigma ** 2); // b - b* in the second element
    expect(values["diag.psiGap"]! / error ** 2).toBeCloseTo(1, 1);
  });

  test("has coverage 0 if the noise is smaller than the distances between samples", async () => {
    const values = await diagnose(student, at(1e-4));
    expect(values["diag.psiGap.coverage"]).toBe(0);
    expect(values["diag.psiGap"]).toBeUndefined();
  });

  test("is left out if samples have many elements", async () => {
    const wide = { mean: new Array<number>(9).fill(0), std: 1 };
    const { distillation, state } = gaussianDistillation({ teacher: wide, student: wide, fakeScore: wide });
    const real = normals(random(0, "real"), 100, [9]);
    const store = executor.createStore(state);
    const options = { executor, store, real, random: random(0, "draws"), draws: 1 };
    const diagnostics = await createDiagnostics(distillation, options);
    const values = await diagnostics.measure(1);
    expect(Object.keys(values).filter((name) => name.includes("psiGap"))).toEqual([]);
    expect(values["diag.V"]).toBeCloseTo(0, 4); // all three are the same Gaussian
    await diagnostics.dispose();
  });
});

test("V and psiGap add up to the Fisher divergence", async () => {
  const sigma = 0.7;
  const values = await diagnose({ mean: [0.7, 0.1], std: 0.9 }, at(sigma));
  const [S, s] = [1 + sigma ** 2, student.std ** 2 + sigma ** 2];
  const fisher = sigma ** 2 * ((0.5 / S) ** 2 + 2 * s * (1 / S - 1 / s) ** 2);
  expect(values["diag.V"]! + values["diag.psiGap"]!).toBeCloseTo(fisher, 2);
});

test("spread is the student's standard deviation relative to the data's", async () => {
  expect((await diagnose(student))["diag.spread"]).toBeCloseTo(0.8, 1);
});

test("values are summarised by noise band if the draws are in more than one", async () => {
  const bandsOf = async (change: Change) =>
    Object.keys(await diagnose(student, change)).filter((name) => name.startsWith("diag.L1.band"));
  expect(await bandsOf({ time: { quantile: (u) => 10 ** (4 * u - 2) } })).toEqual(
    [0, 1, 2, 3].map((k) => `diag.L1.band${k}`),
  );
  expect(await bandsOf(at(1))).toEqual([]);
});

test("diagnostics are reproducible, and an annealed time law gives the level of the step", async () => {
  const { distillation, state } = gaussianDistillation(
    { teacher: standard, student, fakeScore: student },
    { time: { quantile: (_, progress = 0) => 1 - progress } },
  );
  const store = executor.createStore(state);
  const real = normals(random(0, "real"), 100, [2]);
  const options = { executor, store, real, random: random(0, "draws"), draws: 500 };
  const diagnostics = await createDiagnostics(distillation, options);
  const first = await diagnostics.measure(1);
  expect(await diagnostics.measure(51)).not.toEqual(first);
  expect(await diagnostics.measure(1)).toEqual(first);
  await diagnostics.dispose();
});

test("a batch may have more samples than a function call may have arguments", async () => {
  const wide = { mean: Array.from({ length: 9 }, () => 0), std: 1 }; // so wide that there is no kernel estimate
  const change = { batch: 200_000 };
  const { distillation, state } = gaussianDistillation({ teacher: wide, student: wide, fakeScore: wide }, change);
  const store = executor.createStore(state);
  const real = normals(random(0, "real"), 100, [9]);
  const options = { executor, store, real, random: random(0, "draws"), draws: 1 };
  const diagnostics = await createDiagnostics(distillation, options);
  expect((await diagnostics.measure(1))["diag.spread"]).toBeCloseTo(1, 0);
  await diagnostics.dispose();
});
