import { type NDArrays, scalar } from "@tweedie/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createIterationRuns } from "./iteration-runs.ts";

/** Draws of an iteration, which the fake step returns as its outputs. */
const draws = (step: number): NDArrays => ({ step: scalar(step) });
const numbers = (outputs: readonly NDArrays[]) => outputs.map(({ step }) => step!.data[0]!);

// The number of iterations of a run depends on the time of the former one.
const clock = vi.spyOn(performance, "now");
beforeEach(() => void clock.mockReturnValue(0));
afterEach(() => {
  clock.mockReset();
});

/** Runs all iterations of a step that takes as many at once. Returns the iterations of each run. */
async function runAll(most: number | undefined, { steps, every }: { steps: number; every: readonly number[] }) {
  const run = (draws: NDArrays) => Promise.resolve(draws);
  const many = most === undefined ? {} : { many: { most, run: (list: readonly NDArrays[]) => Promise.resolve(list) } };
  const next = createIterationRuns({ run, dispose: () => Promise.resolve(), ...many }, { steps, every, draws });
  const runs: number[][] = [];
  for (let first = 1; first <= steps; first += runs.at(-1)!.length) runs.push(numbers(await next(first)));
  return runs;
}

test("a run ends at the next row, evaluation or checkpoint, and at the last iteration", async () => {
  expect(await runAll(4, { steps: 14, every: [10, 6] })).toEqual([
    [1],
    [2, 3, 4, 5],
    [6],
    [7, 8, 9, 10],
    [11, 12],
    [13, 14],
  ]);
});

test("a step without runs of several iterations runs each by itself", async () => {
  expect(await runAll(undefined, { steps: 3, every: [10] })).toEqual([[1], [2], [3]]);
});

test("a slow step runs few iterations at once", async () => {
  let now = 0;
  clock.mockImplementation(() => (now += 2_000));
  expect(await runAll(8, { steps: 6, every: [10] })).toEqual([[1], [2, 3], [4, 5, 6]]);
});
