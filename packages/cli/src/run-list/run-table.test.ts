import pc from "picocolors";
import { expect, test } from "vitest";
import { runEntry } from "./run-entry.fixture.ts";
import { runTable } from "./run-table.ts";

const options = { width: Infinity, now: Date.parse("2026-01-01T05:00:00.000Z"), colors: pc.createColors(false) };
const experiment = (lambda: number, use: string) => ({ seed: 0, loss: { use, lambda }, distill: { steps: 400 } });
const entries = [
  runEntry("ring-1", { config: experiment(0.5, "sid/l2"), sw2: [1, 0.1, 0.05, 0.02], modes: 8 }),
  runEntry("ring-two", {
    config: experiment(1, "sid/l2"),
    status: { status: "running", step: 120, seconds: 4_000, started: "2026-01-01T04:59:51.000Z" },
    sw2: [1, 0.2],
  }),
  runEntry("ring-3", {
    config: experiment(0.5, "dde/energy-kl"),
    status: { status: "diverged", step: 30 },
    sw2: [1, NaN],
  }),
  runEntry("ring-4", {
    config: experiment(0.5, "sid/l2"),
    status: { status: "interrupted", phase: "pretrain", step: 7 },
  }),
];

test("the table shows the main metric with its floor, and configuration values that differ", () => {
  expect(`\n${runTable(entries, options)}`).toMatchInlineSnapshot(`
    "
    run            status       steps       sw2   floor  over time  time     age  loss.use       loss.lambda
    runs/ring-1    completed    400         0.02  0.01   █▄▂▁       1:30     5 h  sid/l2         0.5
    runs/ring-two  running      120/400     0.2   0.01   █▁         1:06:40  9 s  sid/l2         1
    runs/ring-3    diverged     30/400      NaN   0.01   ▅×         1:30     5 h  dde/energy-kl  0.5
    runs/ring-4    interrupted  pretrain 7                          1:30     5 h  sid/l2         0.5
    "
  `);
});

test("the table shows a given metric and given columns", () => {
  expect(`\n${runTable(entries, { ...options, metric: "modes", columns: ["loss", "seed", "sw2.floor"] })}`)
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

test("a narrow table leaves out the curve and the times before differing values, and names the values that do not fit", () => {
  const narrow = (width: number) =>
    runTable(entries, { ...options, width })
      .trimEnd()
      .split("\n");
  expect(narrow(100)[0]).toMatch(/^run +status +steps +sw2 +floor +time +age +loss.use +loss.lambda$/);
  expect(narrow(80)[0]).toMatch(/^run +status +steps +sw2 +age +loss.use +loss.lambda$/);
  expect(narrow(50)[0]).toMatch(/^run +status +sw2 +age +loss.use$/);
  expect(narrow(50).at(-1)).toBe("also different: loss.lambda; show them with --columns");
  for (const width of [50, 60, 80, 100]) {
    expect(
      Math.max(
        ...narrow(width)
          .slice(0, 5)
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(width);
  }
});

test("the common folder of the runs is named once if the values that differ do not fit otherwise", () => {
  const long = entries.map((entry) => ({ ...entry, run: `a/long/folder/of/${entry.run}` }));
  const lines = runTable(long, { ...options, width: 72 })
    .trimEnd()
    .split("\n");
  expect(lines[0]).toMatch(/^run +status +steps +sw2 +age +loss.use +loss.lambda$/);
  expect(lines[1]).toMatch(/^ring-1 /);
  expect(lines.at(-1)).toBe("the runs are in a/long/folder/of/runs/");
});

test("values of the loss come before those of other parts", () => {
  const config = (seed: number) => ({
    data: { modes: 8 + seed },
    seed,
    loss: { lambda: seed },
    distill: { steps: 400 + seed },
  });
  const table = runTable([runEntry("a", { config: config(0) }), runEntry("b", { config: config(1) })], options);
  expect(table.split("\n")[0]).toMatch(/age +loss\.lambda +distill\.steps +data\.modes +seed$/);
});

test("colours do not change the widths", () => {
  const painted = runTable(entries, { ...options, colors: pc.createColors(true) });
  expect(painted).toContain("\x1b[31mdiverged   \x1b[39m");
  // eslint-disable-next-line no-control-regex
  expect(painted.replaceAll(/\x1b\[\d+m/g, "").replaceAll(/ +$/gm, "")).toBe(runTable(entries, options));
});

test("the table of runs without metrics has no metric columns", () => {
  expect(runTable([entries[3]!], options)).not.toContain("floor");
});

test("a pipe, which has no width, gets the six most telling of the values that differ", () => {
  const many = (value: number) => ({
    network: Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`option${i}`, value])),
    loss: { lambda: value },
  });
  const text = runTable([runEntry("a", { config: many(1) }), runEntry("b", { config: many(2) })], options);
  const [head, ...rest] = text.trim().split("\n");
  expect(head).toMatch(/ loss\.lambda +network\.option0 .* network\.option4$/);
  expect(rest.at(-1)).toMatch(
    /^also different: network\.option5, .*network\.option10 and 3 more; show them with --columns$/,
  );
});
