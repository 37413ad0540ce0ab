import type { RunStatus } from "@tweedie/engine";
import { expect, test } from "vitest";
import { outcomeOf } from "./outcome.ts";
import type { WorkerEnd } from "./worker-process.ts";

const metrics = { sw2: 0.5 };
const ended = (status: RunStatus["status"], reason?: string): WorkerEnd => ({
  say: "ended",
  status: { status, reason, metrics } as unknown as RunStatus,
});
const died = (end: { code?: number; signal?: NodeJS.Signals; text?: string }): WorkerEnd => ({
  say: "died",
  code: null,
  signal: null,
  text: "",
  ...end,
});
const reasonOf = (end: WorkerEnd) => {
  const outcome = outcomeOf(end, { pruned: false });
  return outcome.status === "failed" ? [outcome.reason, outcome.exit] : outcome;
};

test("a run that ended is a result, whether it is a good one or not", () => {
  expect(outcomeOf(ended("completed"), { pruned: false })).toEqual({ status: "complete", metrics });
  expect(outcomeOf(ended("not-converged"), { pruned: false })).toEqual({ status: "complete", metrics });
  expect(outcomeOf(ended("diverged", "loss is NaN"), { pruned: false })).toMatchObject({
    status: "diverged",
    reason: "loss is NaN",
  });
  expect(outcomeOf(ended("collapsed"), { pruned: false })).toMatchObject({ status: "diverged", reason: "collapsed" });
});

test("a run that was stopped goes back, unless it was stopped for promising little", () => {
  expect(outcomeOf(ended("interrupted"), { pruned: false })).toEqual({ status: "released" });
  expect(outcomeOf(ended("interrupted"), { pruned: true })).toEqual({ status: "pruned", metrics });
  // It may have ended before it was asked to.
  expect(outcomeOf(ended("completed"), { pruned: true })).toEqual({ status: "complete", metrics });
});

test("a process that died says what it can of why", () => {
  const heap =
    "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory\n1: 0xb";
  expect(reasonOf(died({ signal: "SIGABRT", text: heap }))).toEqual([
    `out of memory: ${heap.split("\n")[0]}`,
    "SIGABRT",
  ]);
  expect(reasonOf(died({ signal: "SIGKILL" }))).toEqual([expect.stringContaining("memory"), "SIGKILL"]);
  expect(reasonOf(died({ code: 0 }))).toEqual([expect.stringContaining("process.exit"), 0]);
  expect(reasonOf(died({ code: 7, text: "a\nlast words\n" }))).toEqual(["its process ended with 7: last words", 7]);
  expect(reasonOf({ say: "failed", reason: "loss: broken", exit: 2 })).toEqual(["loss: broken", 2]);
});
