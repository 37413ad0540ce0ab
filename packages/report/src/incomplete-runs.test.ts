import { expect, test } from "vitest";
import { attributesOf, misnestedElement, tagsOf, textOf } from "./page/page.fixture.ts";
import { completedRun, completedStatus, jsonLines, metricsRows, reportOf } from "./run-folder.fixture.ts";

const early = { ...completedStatus, metrics: {}, floors: {}, baselines: {}, teacher: {}, goals: {} };

test("a run that another machine runs is shown as running", async () => {
  const status = JSON.stringify({ ...early, status: "running" });
  const page = await reportOf({ "status.json": status, "run.lock": JSON.stringify({ pid: 1, host: "elsewhere" }) });
  expect(textOf(page)).toContain("… running");
});

test("a run whose process no longer exists is shown as interrupted, at the last row of its log", async () => {
  const status = JSON.stringify({ ...early, status: "running", phase: "pretrain", step: 0 });
  const page = await reportOf({ "status.json": status, "metrics.jsonl": jsonLines(metricsRows) });
  expect(textOf(page)).toContain("‖ interrupted its process no longer exists");
  expect(textOf(page)).toContain("step 200 (distillation)");
});

test.each([
  ["interrupted", "‖ interrupted"],
  ["collapsed", "✗ collapsed"],
  ["diverged", "✗ diverged"],
  ["failed", "✗ failed"],
  ["not-converged", "△ not converged"],
])("a %s run has a report even if only its status was written", async (status, badge) => {
  const page = await reportOf({ "status.json": JSON.stringify({ ...early, status, reason: "why" }) });
  expect(textOf(page)).toContain(`${badge} why`);
  expect(misnestedElement(page)).toBeUndefined();
  expect(tagsOf(page, "svg")).toEqual([]);
});

test("metrics and noise floors come from the log if the run has not ended", async () => {
  const page = await reportOf({ "status.json": JSON.stringify(early), "metrics.jsonl": jsonLines(metricsRows) });
  expect(textOf(page)).toContain("sw2 0.03 0.0079 3.8 × 0.0093 –");
});

test("losses may be NaN or infinite", async () => {
  const broken = { phase: "distill", step: 201, "loss.fakeScore": "NaN", "loss.student": "-Infinity" };
  const page = await reportOf({
    "status.json": JSON.stringify(early),
    "metrics.jsonl": jsonLines([...metricsRows, broken]),
  });
  expect(attributesOf(page, "aria-label")).toContain("fake score's loss during training: not a number at step 201");
  expect(page).not.toContain("NaN");
});

test("a damaged file is a warning, and the other files are shown", async () => {
  const damaged = { "samples/teacher.npy": "torn", "config.yaml": "a: [", "metrics.jsonl": "{\n" };
  const page = await reportOf({ ...completedRun, ...damaged });
  expect(textOf(page)).toContain("teacher.npy: is not a NumPy array");
  expect(attributesOf(page, "aria-label")).not.toContain("Scatter plot of 30 samples of the teacher");
  expect(attributesOf(page, "aria-label")).toContain("Scatter plot of 30 samples of the student");
});
