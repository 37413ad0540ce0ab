import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ConfigurationState, StudyState } from "@tweedie/study";
import { afterAll, describe, expect, test } from "vitest";
import { renderSvg } from "../render.ts";
import { axisOf } from "./axis.ts";
import { trialsCsv } from "./csv.ts";
import { history } from "./figures/history.ts";
import { groupsOf } from "./groups.ts";
import { byImportance, readSweepRecord } from "./sweep-record.ts";
import { sweepFixture } from "./sweep.fixture.ts";
import { valueCurves } from "./value-curves.ts";
import { writeSweepReport } from "./write-sweep-report.ts";

const sweep = await sweepFixture();
const record = await readSweepRecord(sweep);
afterAll(() => rm(sweep.folder, { recursive: true }));

describe("the page of a sweep", async () => {
  const report = await writeSweepReport(sweep);
  const page = await readFile(report, "utf8");
  const text = page
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
  const labels = [...page.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label!);

  test("lies in the sweep's folder beside the table, which it holds as well", async () => {
    expect(dirname(report)).toBe(sweep.folder);
    const csv = await readFile(join(sweep.folder, "trials.csv"), "utf8");
    const inPage = /href="data:text\/csv;base64,([^"]*)"/.exec(page)![1]!;
    expect(Buffer.from(inPage, "base64").toString()).toBe(csv);
  });

  test("has a figure of each kind, in words as well", () => {
    for (const start of [
      "sw2 of each configuration in the order of the sweep",
      "Importance of the parameters: lr 9",
      "Parallel coordinates of 4 parameters and sw2",
      "sw2 against lambda",
      "Mean sw2 by lr and ",
      "sw2 over training by loss: sid/l1 ends at ",
    ]) {
      expect(labels.some((label) => label.startsWith(start))).toBe(true);
    }
  });

  test("shows the best first with its spread, and says of each lost trial why", () => {
    const best = record.state.configurations[record.state.best!]!;
    expect(text).toMatch(new RegExp(`trials status ${best.configuration} `));
    expect(text).toMatch(/0\.0\d+ ± 0\.00\d+/);
    expect(text).toContain("failed");
    expect(text).toContain("ran out of memory, as `7, &quot;8&quot;` says");
    expect(text).toMatch(/\d+ 5 pruned [\d.]+ at 200/);
  });

  test("needs no script and no network, takes values for text, and has no colour of one paper only", () => {
    expect(page).not.toMatch(/<script|<link|url\(|@import| src="(?!data:)| href="(?!data:)/);
    expect(page).not.toContain("<b>'x'");
    expect(page.slice(page.indexOf("<main>")).match(/#[0-9a-f]{6}\b/g)).toBeNull();
    expect(text).not.toContain("NaN");
  });
});

test("a sweep of which nothing is complete has a page without figures", async () => {
  const state: StudyState = { ...sweep.state(), configurations: [], trials: [], best: undefined, status: "running" };
  const page = await readFile(await writeSweepReport({ ...sweep, state: () => state }), "utf8");
  expect(page).toContain("running");
  expect(page).not.toContain("<svg");
});

test("the parameter that decides comes first", () => {
  expect(record.importance!.alone[0]).toBeGreaterThan(0.6);
  expect(byImportance(record)[0]).toBe(0);
  expect(byImportance({ axes: record.axes, importance: undefined })).toEqual([0, 1, 2, 3]);
});

test("the line of the best only ever improves, in the direction of the goal", () => {
  for (const [goal, sign] of [
    ["minimize", 1],
    ["maximize", -1],
  ] as const) {
    const { layer } = history(record.state, { name: "sw2", goal }) as unknown as {
      layer: { data: { values: { at: number; value: number }[] } }[];
    };
    const values = layer[0]!.data.values.map(({ value }) => sign * value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const all = record.state.configurations.flatMap(({ value, status }) =>
      status === "complete" ? sign * value! : [],
    );
    expect(values.at(-1)).toBe(Math.min(...all));
  }
});

test("configurations that came to nothing stand above the others", async () => {
  const svg = await renderSvg(history(record.state, { name: "sw2", goal: "minimize" }));
  const lost = record.state.configurations.filter(({ status }) => ["diverged", "failed"].includes(status));
  expect(lost.length).toBeGreaterThan(0);
  expect(svg.match(/d="M-[\d.]+,-[\d.]+L[\d.]+,[\d.]+M/g)).toHaveLength(lost.length);
});

test("places follow the distribution: logarithmic where it is, choices in even parts, the middle where there is none", () => {
  const at = (point: Record<string, number>) => ({ point }) as unknown as ConfigurationState;
  const all = [1e-4, 2e-3, 1e-2].map((lr) => at({ lr }));
  const law = { distribution: "log_uniform_values", min: 1e-5, max: 1 } as const;
  const axis = axisOf({ name: "lr", path: "lr", kind: "range", distribution: law }, all);
  expect(all.map((each) => axis.placeOf(each))).toEqual([0, expect.closeTo(Math.log(20) / Math.log(100)), 1]);
  expect(axis.placeOf(at({}))).toBe(0.5);
  const choice = axisOf({ name: "loss", path: "loss", kind: "choice", values: ["a", { use: "b", c: 1 }] }, []);
  expect(choice.values).toEqual(["a", "b c=1"]);
  expect([choice.placeOf(at({ loss: 0 })), choice.placeOf(at({ loss: 1 }))]).toEqual([0.25, 0.75]);
  expect(groupsOf(axis, all, 2).map(({ label }) => label)).toEqual(["1e-4", "0.002 – 0.01"]);
});

test("numbers stand in their order, whatever the order in which they are tried", () => {
  const rates = axisOf({ name: "lr", path: "lr", kind: "choice", values: [0.1, 0.001, 0.01] }, []);
  expect(rates.values).toEqual(["0.001", "0.01", "0.1"]);
  const trying = (lr: number) => ({ point: { lr } }) as unknown as ConfigurationState;
  expect([0, 1, 2].map((choice) => rates.placeOf(trying(choice)))).toEqual([5 / 6, 1 / 6, 3 / 6]);
  expect(rates.valueOf(trying(0))).toBe("0.1");
});

test("curves by value are means over the trials that came as far", () => {
  const [axis] = record.axes;
  const { state } = record;
  const two = { ...state, configurations: state.configurations.slice(0, 2), trials: state.trials.slice(0, 4) };
  const one = { ...axis!, values: [1], kind: "choice" as const, valueOf: () => 1 };
  const curves = new Map([
    [
      0,
      [
        { step: 1, value: 2 },
        { step: 2, value: 4 },
      ],
    ],
    [1, [{ step: 1, value: 4 }]],
    [2, [{ step: 1, value: NaN }]],
  ]);
  expect(valueCurves(one, two, curves)[0]!.points).toEqual([
    { step: 1, value: 3 },
    { step: 2, value: 4 },
  ]);
});

test("the table has a row a trial, quoted where it must be, and no formulas", () => {
  const lines = trialsCsv(record).split("\r\n");
  expect(lines[0]).toBe(
    "trial,configuration,distill.student.optimizer.lr,loss,network.width,loss.lambda,seed,status,sw2,modes,reason",
  );
  expect(lines).toHaveLength(record.state.trials.length + 2);
  expect(lines.filter((line) => line.includes('"ran out of memory, as `7, ""8""` says"')).length).toBeGreaterThan(0);
  const [first] = record.state.trials;
  const wicked = { ...record.state, trials: [{ ...first!, reason: "=1+1" }] };
  expect(trialsCsv({ ...record, state: wicked })).toContain(",'=1+1\r\n");
});
