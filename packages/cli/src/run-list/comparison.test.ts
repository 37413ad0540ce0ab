import pc from "picocolors";
import { expect, test } from "vitest";
import { compareRuns, comparisonTable } from "./comparison.ts";
import { runEntry } from "./run-entry.fixture.ts";

const colors = pc.createColors(false);
const runs = [
  runEntry("a", { config: { loss: { use: "sid/l2", lambda: 1 }, seed: 0 }, sw2: [0.2], modes: 8 }),
  runEntry("b", { config: { loss: { use: "sid/l1" }, seed: 0 }, sw2: [0.1], modes: 8 }),
  runEntry("c", { status: { status: "not-converged" }, config: { loss: { use: "sid/l1" }, seed: 1 }, sw2: [0.001] }),
];

test("runs are columns, with the values that differ and the best completed run of each metric", () => {
  expect(`\n${comparisonTable(compareRuns(runs), { width: Infinity, colors })}`).toMatchInlineSnapshot(`
    "
                 runs/a     runs/b     runs/c         floor
    status       completed  completed  not-converged
    loss.use     sid/l2     sid/l1     sid/l1
    loss.lambda  1
    seed         0          0          1
    sw2          0.2        0.1 *      0.001          0.01
    modes        8 *        8 *                       8
    "
  `);
});

test("runs are rows if the columns are too wide", () => {
  expect(`\n${comparisonTable(compareRuns(runs), { width: 50, colors })}`).toMatchInlineSnapshot(`
    "
            status         loss.use  loss.lambda  seed
    runs/a  completed      sid/l2    1            0
    runs/b  completed      sid/l1                 0
    runs/c  not-converged  sid/l1                 1

            sw2    modes
    runs/a  0.2    8 *
    runs/b  0.1 *  8 *
    runs/c  0.001
    floor   0.01   8
    "
  `);
});

test("a run that diverged, is NaN or was not measured is never the best", () => {
  const [metric] = compareRuns([
    runEntry("nan", { sw2: [NaN] }),
    runEntry("diverged", { status: { status: "diverged" }, sw2: [0.001] }),
    runEntry("unmeasured"),
    runEntry("good", { sw2: [0.5] }),
  ]).metrics;
  expect(metric).toMatchObject({ name: "sw2", values: [NaN, 0.001, undefined, 0.5], best: [3] });
  expect(compareRuns([runEntry("nan", { sw2: [NaN] })]).metrics[0]!.best).toEqual([]);
});

test("all runs whose difference from the best is within twice its spread have a star", () => {
  const entries = [0.1, 0.12, 0.135].map((value) => runEntry(`run-${value}`, { sw2: [value], spread: 0.01 }));
  const comparison = compareRuns(entries);
  expect(comparison.metrics[0]).toMatchObject({ spreads: [0.01, 0.01, 0.01], best: [0, 1] });
  expect(comparisonTable(comparison, { width: Infinity, colors })).toContain(
    "0.1 ± 0.01 *  0.12 ± 0.01 *  0.135 ± 0.01    0.01 ± 0.01",
  );
});
