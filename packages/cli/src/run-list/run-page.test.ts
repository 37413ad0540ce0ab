import type { RunStatus } from "@tweedie/engine";
import pc from "picocolors";
import { expect, test } from "vitest";
import { runEntry } from "./run-entry.fixture.ts";
import { runPage } from "./run-page.ts";

const options = { now: Date.parse("2026-01-09T00:00:00.000Z"), colors: pc.createColors(false), files: [], unsent: [] };

test("the page of a completed run", () => {
  const entry = runEntry("ring-1", {
    config: { distill: { steps: 400, batch: 512 } },
    sw2: [1, 0.1, 0.05, 0.02],
    modes: 8,
  });
  const nonDefaults = [
    { path: "loss.use", value: "sid/l2" },
    { path: "loss.lambda", value: 0.5, default: 1 },
    { path: "optimizer.betas", value: [0, 0.9], default: [0, 0.99] },
  ];
  const files = [
    { name: "checkpoints/", size: 1_234_567 },
    { name: "status.json", size: 312 },
  ];
  expect(`\n${runPage(entry, { ...options, nonDefaults, files })}`).toMatchInlineSnapshot(`
    "
    runs/ring-1  completed, distill 400/400 (205 kimg)
    1:30 on ort, seed 0, started 8 d ago

    Configuration values that are not the default
      loss.use         sid/l2
      loss.lambda      0.5      default 1
      optimizer.betas  [0,0.9]  default [0,0.99]

    Metrics
             student  teacher  floor  gaussian  over time
      sw2    0.02              0.01   0.3       █▄▂▁
      modes  8                 8      0.3

    Training
      distill  loss.student  █▅▁  3 to 1

    Files
      checkpoints/  1.23 MB
      status.json   312 B

    Next
      sample  tweedie sample runs/ring-1 -n 64 -o samples.png
      export  tweedie export runs/ring-1 -o student.onnx
      report  tweedie report runs/ring-1
    "
  `);
});

test("the page tells which sampler and range of the teacher were best for each number of evaluations", () => {
  const range = { min: 0.02, max: 10 };
  const points = [
    { sampler: "euler", steps: 2, evaluations: 2, range, value: 0.61, spread: 0.013 },
    { sampler: "heun-euler", steps: 9, evaluations: 16, value: 0.011, spread: 0.002 },
  ] as const;
  const student = { value: 0.02, spread: 0.002 };
  const teacherCurve = { metric: "sw2", samples: 1_024, student, points: [...points] };
  const entry = runEntry("ring-1", { status: { teacherCurve, goals: { sw2: "minimize" } }, sw2: [0.02] });
  expect(runPage(entry, { ...options, nonDefaults: [] })).toContain(
    `
Teacher by network evaluations
           sw2            sampler, noise levels in standard deviations of the data
  2        0.61 ± 0.01    euler, 0.02 to 10
  16       0.011 ± 0.002  heun-euler
  student  0.02 ± 0.002   1,024 samples each
  By sw2, the student in one network evaluation is better than the teacher with up to 2, and worse than with 16 or more.
`,
  );
});

test("the page says which evaluations are averaged", () => {
  const entry = runEntry("ring-1", { status: { averagedSteps: [2_500, 3_000] }, sw2: [0.02] });
  expect(runPage(entry, { ...options, nonDefaults: [] })).toContain(
    "\nMetrics, means of the 2 evaluations at steps 2,500, 3,000\n",
  );
});

test("the page of an interrupted run whose plugins no longer exist", () => {
  const status: Partial<RunStatus> = {
    status: "interrupted",
    reason: "its process no longer exists",
    phase: "pretrain",
    warnings: ["lambda is large"],
  };
  const entry = runEntry("my ring", { status, config: { loss: { use: "./gone.ts" } } });
  expect(`\n${runPage(entry, { ...options, nonDefaults: undefined })}`).toMatchInlineSnapshot(`
    "
    runs/my ring  interrupted, pretrain 400
    1:30 on ort, seed 0, started 8 d ago
    its process no longer exists
    warning lambda is large

    Configuration
      loss.use  ./gone.ts

    Training
      distill  loss.student  █▅▁  3 to 1

    Next
      continue  tweedie run 'runs/my ring/config.yaml' -o 'runs/my ring'
      report    tweedie report 'runs/my ring'
    "
  `);
});

test("the page of a run with unsent rows tells why, and the command that sends them", () => {
  const unsent = [{ tracker: "trackers/wandb", reason: "W&B is offline by WANDB_MODE" }];
  const page = runPage(runEntry("ring-1", { sw2: [1] }), { ...options, nonDefaults: undefined, unsent });
  expect(page).toContain("\nunsent trackers/wandb lacks rows: W&B is offline by WANDB_MODE\n");
  expect(page.trimEnd()).toMatch(/\n {2}send +tweedie sync runs\/ring-1$/);
});
