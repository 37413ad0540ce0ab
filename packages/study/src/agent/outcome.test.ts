import type { RunStatus } from "@tweedie/engine";
import { expect, test } from "vitest";
import { outcomeOf } from "./outcome.ts";
import type { WorkerEnd } from "./worker-process.ts";

const metrics = { sw2: 0.5 };
const ended = (status: RunStatus["status"], reason?: string): WorkerEnd => ({
  type: "ended",
  status: { status, reason, metrics } as unknown as RunStatus,
});
const died = (end: { code?: number; signal?: NodeJS.Signals; text?: string }): WorkerEnd => ({
  type: "died",
  code: null,
  signal: null,
  text: "",
  ...end,
});
const reasonAndExit = (end: WorkerEnd) => {
  const outcome = outcomeOf(end, { pruned: false });
  return outcome.status === "failed" ? [outcome.reason, outcome.exit] : outcome;
};

test("a run that ended is complete or diverged", () => {
  expect(outcomeOf(ended("completed"), { pruned: false })).toEqual({ status: "complete", metrics });
  expect(outcomeOf(ended("not-converged"), { pruned: false })).toEqual({ status: "complete", metrics });
  expect(outcomeOf(ended("diverged", "loss is NaN"), { pruned: false })).toMatchObject({
    status: "diverged",
    reason: "loss is NaN",
  });
  expect(outcomeOf(ended("collapsed"), { pruned: false })).toMatchObject({ status: "diverged", reason: "collapsed" });
});

test("the outcome of a complete run has the spreads of the student's metrics", () => {
  const status = { status: "completed", metrics, spreads: { student: { sw2: 0.1 }, floors: { sw2: 0.2 } } };
  const end: WorkerEnd = { type: "ended", status: status as unknown as RunStatus };
  expect(outcomeOf(end, { pruned: false })).toEqual({ status: "complete", metrics, spreads: { sw2: 0.1 } });
});

test("an interrupted run is released, unless the pruner stopped it", () => {
  expect(outcomeOf(ended("interrupted"), { pruned: false })).toEqual({ status: "released" });
  expect(outcomeOf(ended("interrupted"), { pruned: true })).toEqual({ status: "pruned", metrics });
  // The run may have completed before the stop arrived.
  expect(outcomeOf(ended("completed"), { pruned: true })).toEqual({ status: "complete", metrics });
});

test("the reason of a dead worker comes from its exit code, its signal and its output", () => {
  const heap =
    "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory\n1: 0xb";
  expect(reasonAndExit(died({ signal: "SIGABRT", text: heap }))).toEqual([
    `out of memory: ${heap.split("\n")[0]}`,
    "SIGABRT",
  ]);
  expect(reasonAndExit(died({ signal: "SIGKILL" }))).toEqual([expect.stringContaining("memory"), "SIGKILL"]);
  expect(reasonAndExit(died({ code: 0 }))).toEqual([expect.stringContaining("process.exit"), 0]);
  expect(reasonAndExit(died({ code: 7, text: "a\nlast words\n" }))).toEqual([
    "the worker exited with code 7: last words",
    7,
  ]);
  expect(reasonAndExit({ type: "failed", reason: "loss: broken", exit: 2 })).toEqual(["loss: broken", 2]);
});
