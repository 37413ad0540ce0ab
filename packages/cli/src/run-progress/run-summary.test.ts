import type { RunStatus } from "@tweedie/engine";
import pc from "picocolors";
import { expect, test } from "vitest";
import { runSummary } from "./run-summary.ts";

const status: RunStatus = {
  name: "ring-sid",
  status: "completed",
  seed: 0,
  backend: "ort",
  started: "2026-01-01T00:00:00Z",
  seconds: 102.4,
  configHash: "",
  version: "0.1.0",
  phase: "distill",
  step: 4_000,
  metrics: { sw2: 0.0213, modes: 8 },
  floors: { sw2: 0.0081, modes: 8 },
  baselines: { sw2: 0.24, modes: 0 },
  teacher: { sw2: 0.0112 },
  goals: {},
  warnings: [],
};
const options = {
  out: "runs/ring sid",
  report: "runs/ring sid/report.html",
  unsent: [],
  resumeCommand: ["tweedie", "run", "a.yaml", "loss={use: sid/l2}", "name='x'"],
  colors: pc.createColors(false),
};
const summaryOf = (change: Partial<RunStatus>) => `\n${runSummary({ ...status, ...change }, options)}`;

test("the summary shows metrics with their reference values, and the report last", () => {
  expect(summaryOf({})).toMatchInlineSnapshot(`
    "
    completed after 1:42

             student  teacher  floor   gaussian
      sw2    0.0213   0.0112   0.0081  0.24
      modes  8                 8       0

    sample  tweedie sample 'runs/ring sid' -n 64 -o samples.png
    report  runs/ring sid/report.html
    "
  `);
});

test("the summary compares the student with the teacher by network evaluations", () => {
  const point = { sampler: "euler", steps: 8, evaluations: 8, value: 0.9 } as const;
  const teacherCurve = { metric: "sw2", samples: 64, student: { value: 0.0213 }, points: [point] };
  expect(summaryOf({ teacherCurve, goals: { sw2: "minimize" } })).toContain(
    "\n  By sw2, the student in one network evaluation is better than the teacher with up to 8.\n",
  );
});

test("the summary shows the spread of metrics where it was estimated", () => {
  expect(summaryOf({ spreads: { student: { sw2: 0.0031 }, floors: { sw2: 0.0042, modes: 0 } } })).toContain(
    "sw2    0.0213 ± 0.003  0.0112   0.0081 ± 0.004  0.24",
  );
});

test("the summary of an interrupted run quotes the command that resumes it for a shell", () => {
  expect(summaryOf({ status: "interrupted", phase: "pretrain", metrics: {} })).toMatchInlineSnapshot(`
    "
    interrupted after 1:42

    continue  tweedie run a.yaml 'loss={use: sid/l2}' 'name='\\''x'\\'''
    report    runs/ring sid/report.html
    "
  `);
});

test("the summary of a diverged run gives the reason", () => {
  const reason = "loss.student is NaN at step 12 of distill";
  expect(summaryOf({ status: "diverged", reason, metrics: { sw2: NaN } })).toMatchInlineSnapshot(`
    "
    diverged after 1:42: loss.student is NaN at step 12 of distill

           student  teacher  floor   gaussian
      sw2  NaN      0.0112   0.0081  0.24

    sample  tweedie sample 'runs/ring sid' -n 64 -o samples.png
    report  runs/ring sid/report.html
    "
  `);
});

test("the last line of a run with unsent rows is the command that sends them", () => {
  const unsent = [{ tracker: "trackers/wandb", reason: "https://api.wandb.ai cannot be reached (ECONNREFUSED)" }];
  const lines = runSummary(status, { ...options, unsent })
    .trimEnd()
    .split("\n");
  expect(lines).toContain("unsent trackers/wandb lacks rows: https://api.wandb.ai cannot be reached (ECONNREFUSED)");
  expect(lines.at(-1)).toBe("send    tweedie sync 'runs/ring sid'");
});
