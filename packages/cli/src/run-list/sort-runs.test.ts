import { expect, test } from "vitest";
import { metricGoal, newestFirst, sortRuns } from "./sort-runs.ts";
import { runEntry } from "./run-entry.fixture.ts";

const entries = [
  runEntry("diverged", { status: { status: "diverged" }, sw2: [NaN], modes: 0 }),
  runEntry("collapsed", { status: { status: "collapsed" }, sw2: [0.001], modes: 8, config: { seed: 10 } }),
  runEntry("worse", { sw2: [0.2], modes: 7, config: { seed: 9 } }),
  runEntry("unmeasured", { config: { seed: 1 } }),
  runEntry("better", { sw2: [0.1], modes: 5, status: { started: "2026-02-01T00:00:00.000Z" } }),
];
const names = (list: typeof entries) => list.map(({ status }) => status.name);

test("by a metric the best completed run is first; runs that are not completed come after, whatever their value", () => {
  expect(names([...sortRuns(entries, "sw2")])).toEqual(["better", "worse", "collapsed", "diverged", "unmeasured"]);
  expect(names([...sortRuns(entries, "modes")])).toEqual(["worse", "better", "collapsed", "diverged", "unmeasured"]);
  expect([metricGoal(entries, "sw2"), metricGoal(entries, "modes"), metricGoal(entries, "seed")]).toEqual([
    "minimize",
    "maximize",
    undefined,
  ]);
});

test("by another field runs are ascending, numbers in numeric order", () => {
  expect(names([...sortRuns(entries, "seed")]).slice(0, 3)).toEqual(["unmeasured", "worse", "collapsed"]);
  expect(names([...sortRuns(entries, "status")])[0]).toBe("collapsed");
});

test("the newest run is first by default", () => expect(names([...newestFirst(entries)])[0]).toBe("better"));
