import type { Pruner, TrialProgress, TrialReport } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import asha from "./asha.ts";
import median from "./median.ts";
import { type OptunaCase, optunaHalving, optunaMedian } from "./optuna.fixture.ts";
import threshold from "./threshold.ts";

const trial = (isComplete: boolean, ...reports: (readonly [resource: number, value: number])[]): TrialProgress => ({
  isComplete,
  reports: reports.map(([resource, value]): TrialReport => ({ resource, value })),
});
const running = (...reports: (readonly [number, number])[]) => trial(false, ...reports);
const complete = (...reports: (readonly [number, number])[]) => trial(true, ...reports);

/** Runs trials one after the other. Returns the step at which each was stopped. */
function stepsOfPruning({ prune }: Pruner, { steps, values }: OptunaCase): (number | null)[] {
  const others: TrialProgress[] = [];
  return values.map((series) => {
    const reports: TrialReport[] = [];
    const stopped = steps.find((resource, i) => {
      reports.push({ resource, value: series[i]! });
      return prune({ reports, others, sign: 1 });
    });
    others.push({ isComplete: stopped === undefined, reports });
    return stopped ?? null;
  });
}

describe("asha", () => {
  const pruner = asha.create({ min: 1, eta: 3 });
  const prune = (reports: readonly (readonly [number, number])[], others: readonly TrialProgress[]) =>
    pruner.prune({ reports: running(...reports).reports, others, sign: 1 });

  // The example of the paper, n = 9, r = 1, R = 9, eta = 3: rungs at 1, 3 and 9 for 9, 3 and 1 configurations.
  test("nine trials from worst to best all continue, since each is the best so far", () => {
    const others: TrialProgress[] = [];
    for (let value = 9; value > 0; value--) {
      expect(prune([[1, value]], others)).toBe(false);
      others.push(running([1, value]));
    }
  });

  test("of nine trials from best to worst only the first continues", () => {
    const others: TrialProgress[] = [];
    const ended = Array.from({ length: 9 }, (_, index) => {
      const isPruned = prune([[1, index]], others);
      others.push(running([1, index]));
      return isPruned;
    });
    expect(ended).toEqual([false, true, true, true, true, true, true, true, true]);
    // Three of ten trials survive: a tenth trial that is third continues, one that is fourth does not.
    expect(prune([[1, 1.5]], others)).toBe(false);
    expect(prune([[1, 2.5]], others)).toBe(true);
  });

  test("the paper's example: nine trials at rung 1, three at rung 3, one at rung 9", () => {
    const all = Array.from({ length: 9 }, (_, index) => running([1, index]));
    const others = (self: number) => all.filter((_, index) => index !== self);
    const survivors = all.flatMap(({ reports }, index) =>
      prune([[1, reports[0]!.value]], others(index)) ? [] : [index],
    );
    expect(survivors).toEqual([0, 1, 2]);
    for (const index of survivors) all[index] = running([1, index], [3, index]);
    const last = survivors.filter((index) => !prune([[1, index], [3, index]], others(index))); // prettier-ignore
    expect(last).toEqual([0]);
    all[0] = running([1, 0], [3, 0], [9, 0]);
    expect(prune([[1, 0], [3, 0], [9, 0]], others(0))).toBe(false); // prettier-ignore
  });

  test.each(optunaHalving)("stops the trials that Optuna stops, with reports at $steps", (trials) => {
    expect(stepsOfPruning(pruner, trials)).toEqual(trials.pruned);
  });

  test("a report that passes several rungs is judged at each of them", () => {
    // At rung 1 the trial is the third of three, at rung 3 the best.
    const others = [running([1, 0], [3, 9]), running([1, 1])];
    expect(prune([[3, 5]], others)).toBe(true); // prettier-ignore
    expect(prune([[1, 0.5], [3, 5]], [running([1, 1], [3, 9])])).toBe(false); // prettier-ignore
  });

  test("compares at rungs only, by the first report at or after the rung", () => {
    const others = [running([1, 0], [2, 0], [3, 0], [4, 0])];
    expect(prune([[1, 0], [2, 5]], others)).toBe(false); // prettier-ignore
    expect(prune([[1, 0], [4, 5]], others)).toBe(true); // prettier-ignore
    expect(prune([[0.5, 9]], others)).toBe(false);
  });
});

describe("median", () => {
  const pruner = median.create({ startup: 3, warmup: 2 });
  const others = [complete([1, 5], [3, 1]), complete([1, 5], [3, 2]), complete([1, 5], [3, 6]), running([3, 0])];
  const prune = (value: number, rivals = others, at = 3) =>
    pruner.prune({ reports: [{ resource: at, value }], others: rivals, sign: 1 });

  test("stops values worse than the median 2 of 1, 2 and 6, and continues values equal to it", () => {
    expect(prune(2.1)).toBe(true);
    expect(prune(2)).toBe(false);
  });
  test("the median of an even number of values is the mean of the middle two", () => {
    const four = [...others, complete([3, 3])];
    expect([prune(2.6, four), prune(2.5, four)]).toEqual([true, false]);
  });
  test.each(optunaMedian)("stops the trials that Optuna stops, with reports at $steps", (trials) => {
    expect(stepsOfPruning(pruner, trials)).toEqual(trials.pruned);
  });

  test("a trial without a report at the resource is compared by its last one before", () => {
    expect([prune(5.1, others, 2.5), prune(5, others, 2.5)]).toEqual([true, false]);
  });

  test("compares the best value so far, not the last", () => {
    const reports = [{ resource: 2, value: 1 }, { resource: 3, value: 9 }]; // prettier-ignore
    expect(pruner.prune({ reports, others, sign: 1 })).toBe(false);
  });
  test("stops no trial before the warm-up, or with fewer complete trials than startup", () => {
    expect(prune(99, others, 1)).toBe(false);
    expect(prune(99, others.slice(1))).toBe(false);
  });
});

test.each([
  [1, 10, 11, true],
  [1, 10, 9, false],
  [1, 10, Infinity, true],
  // A metric that is maximised is multiplied by -1.
  [-1, 0.5, -0.4, true],
  [-1, 0.5, -0.6, false],
] as const)("threshold with sign %i and worst value %f, at value %f: pruned %s", (sign, worst, value, isPruned) => {
  const pruner = threshold.create({ worst, warmup: 0 });
  expect(pruner.prune({ reports: [{ resource: 1, value }], others: [], sign })).toBe(isPruned);
});
