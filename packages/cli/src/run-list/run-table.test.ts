import pc from "picocolors";
import { expect, test } from "vitest";
import { entryOf } from "./run-entry.fixture.ts";
import { runTable } from "./run-table.ts";

const look = { width: Infinity, now: Date.parse("2026-01-01T05:00:00.000Z"), colors: pc.createColors(false) };
const told = (lambda: number, use: string) => ({ seed: 0, loss: { use, lambda }, distill: { steps: 400 } });
const entries = [
  entryOf("ring-1", { config: told(0.5, "sid/l2"), sw2: [1, 0.1, 0.05, 0.02], modes: 8 }),
  entryOf("ring-two", {
    config: told(1, "sid/l2"),
    status: { status: "running", step: 120, seconds: 4_000, started: "2026-01-01T04:59:51.000Z" },
    sw2: [1, 0.2],
  }),
  entryOf("ring-3", { config: told(0.5, "dde/energy-kl"), status: { status: "diverged", step: 30 }, sw2: [1, NaN] }),
  entryOf("ring-4", { config: told(0.5, "sid/l2"), status: { status: "interrupted", phase: "pretrain", step: 7 } }),
];

test("the main metric stands beside its floor, the configuration where it differs", () => {
  expect(`\n${runTable(entries, look)}`).toMatchInlineSnapshot(`
    "
    run            status       steps       sw2   floor  over time  time     age  loss.use       loss.lambda
    runs/ring-1    completed    400         0.02  0.01   █▄▂▁       1:30     5 h  sid/l2         0.5
    runs/ring-two  running      120/400     0.2   0.01   █▁         1:06:40  9 s  sid/l2         1
    runs/ring-3    diverged     30/400      NaN   0.01   ▅×         1:30     5 h  dde/energy-kl  0.5
    runs/ring-4    interrupted  pretrain 7                          1:30     5 h  sid/l2         0.5
    "
  `);
});

test("another metric, chosen columns", () => {
  expect(`\n${runTable(entries, { ...look, metric: "modes", columns: ["loss", "seed", "sw2.floor"] })}`)
    .toMatchInlineSnapshot(`
    "
    run            status       steps       modes  floor  over time  time     age  loss           seed  sw2.floor
    runs/ring-1    completed    400         8      8                 1:30     5 h  sid/l2         0     0.01
    runs/ring-two  running      120/400                              1:06:40  9 s  sid/l2         0     0.01
    runs/ring-3    diverged     30/400                               1:30     5 h  dde/energy-kl  0     0.01
    runs/ring-4    interrupted  pretrain 7                           1:30     5 h  sid/l2         0
    "
  `);
});

test("what does not fit is named, and the table is no wider than the terminal", () => {
  const lines = runTable(entries, { ...look, width: 100 })
    .trimEnd()
    .split("\n");
  expect(lines.at(-1)).toBe("they differ also in loss.lambda: choose by --columns");
  expect(Math.max(...lines.slice(0, -1).map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("colours do not change the widths", () => {
  const painted = runTable(entries, { ...look, colors: pc.createColors(true) });
  expect(painted).toContain("\x1b[31mdiverged   \x1b[39m");
  // eslint-disable-next-line no-control-regex
  expect(painted.replaceAll(/\x1b\[\d+m/g, "").replaceAll(/ +$/gm, "")).toBe(runTable(entries, look));
});

test("runs that have measured nothing have no metric to show", () => {
  expect(runTable([entries[3]!], look)).not.toContain("floor");
});
