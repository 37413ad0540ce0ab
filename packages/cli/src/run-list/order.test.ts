import { expect, test } from "vitest";
import { goalOf, newestFirst, sortedBy } from "./order.ts";
import { entryOf } from "./run-entry.fixture.ts";

const entries = [
  entryOf("diverged", { status: { status: "diverged" }, sw2: [NaN], modes: 0 }),
  entryOf("collapsed", { status: { status: "collapsed" }, sw2: [0.001], modes: 8, config: { seed: 10 } }),
  entryOf("worse", { sw2: [0.2], modes: 7, config: { seed: 9 } }),
  entryOf("unmeasured", { config: { seed: 1 } }),
  entryOf("better", { sw2: [0.1], modes: 5, status: { started: "2026-02-01T00:00:00.000Z" } }),
];
const names = (list: typeof entries) => list.map(({ status }) => status.name);

test("by a metric the best is first, and what is no result is last, however good it looks", () => {
  expect(names([...sortedBy(entries, "sw2")])).toEqual(["better", "worse", "collapsed", "diverged", "unmeasured"]);
  expect(names([...sortedBy(entries, "modes")])).toEqual(["worse", "better", "collapsed", "diverged", "unmeasured"]);
  expect([goalOf(entries, "sw2"), goalOf(entries, "modes"), goalOf(entries, "seed")]).toEqual([
    "minimize",
    "maximize",
    undefined,
  ]);
});

test("by anything else upwards, numbers as numbers, and what has none last", () => {
  expect(names([...sortedBy(entries, "seed")]).slice(0, 3)).toEqual(["unmeasured", "worse", "collapsed"]);
  expect(names([...sortedBy(entries, "status")])[0]).toBe("collapsed");
});

test("without a field, the newest is first", () => expect(names([...newestFirst(entries)])[0]).toBe("better"));
