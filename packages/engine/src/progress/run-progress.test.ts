import { expect, test } from "vitest";
import type { RunEvent } from "../train/events.ts";
import { guessesOf } from "./remaining-time.ts";
import { createRunProgress } from "./run-progress.ts";
import { createStepReporter } from "./step-reporter.ts";

/** Progress on a clock that only `pass` advances. */
function progressOf(units: Parameters<typeof createRunProgress>[0]["units"]) {
  const events: RunEvent[] = [];
  let time = 0;
  const progress = createRunProgress({
    ...{ units, guesses: guessesOf({ iterations: 4, pairs: 0 }) },
    onEvent: (event) => events.push(event),
    now: () => time,
  });
  const clock = () => time;
  return { progress, events, clock, pass: (seconds: number) => (time += seconds * 1_000) };
}

test("the time of an activity is that of the next units of its part", async () => {
  const { progress, events, pass } = progressOf({ evaluation: 3 });
  await progress.during("evaluation", "evaluating", () => Promise.resolve(pass(2)));
  expect(progress.remaining()).toEqual({ eta: 4, isRough: false });
  await progress.during("evaluation", "evaluating", () => Promise.resolve(pass(1)));
  expect(progress.remaining()).toEqual({ eta: 1, isRough: false });
  expect(progress.spent()).toBe(3);
  expect(events).toEqual([
    { event: "activity", activity: "evaluating", eta: NaN, isRough: true },
    { event: "activity", activity: "evaluating", eta: 4, isRough: false },
  ]);
});

test("an activity that tells how far it is has an estimate before its end, at most every 100 ms", async () => {
  const { progress, events, pass } = progressOf({ teacher: 1 });
  await progress.during("teacher", "measuring", (tell) => {
    pass(0.05);
    tell(100, 1_000);
    pass(0.95);
    tell(250, 1_000);
    tell(300, 1_000);
    return Promise.resolve();
  });
  expect(events.slice(1)).toEqual([
    { event: "activity", activity: "measuring", done: 250, total: 1_000, eta: 3, isRough: false },
  ]);
  expect(progress.remaining().eta).toBe(0);
});

test("an activity that fails leaves no unit and no cost behind", async () => {
  const { progress, pass } = progressOf({ teacher: 1, curve: 1 });
  const failing = progress.during("teacher", "measuring", () => (pass(5), Promise.reject(new Error("no memory"))));
  await expect(failing).rejects.toThrow("no memory");
  expect(progress.remaining()).toEqual({ eta: NaN, isRough: true });
});

test("the rate of steps leaves evaluations out, and the remaining time has them", async () => {
  const { progress, clock, pass } = progressOf({ distill: 10, evaluation: 2 });
  const report = createStepReporter(progress, { phase: "distill", from: 0, steps: 10 }, clock);
  const rates: unknown[] = [];
  pass(2);
  await progress.during("evaluation", "evaluating", () => Promise.resolve(pass(3)));
  report(4, (rate) => rates.push(rate));
  report(5, (rate) => rates.push(rate));
  pass(1);
  report(6, (rate) => rates.push(rate));
  expect(rates).toEqual([
    { rate: 2, eta: 6 / 2 + 3, isRough: false },
    { rate: 2, eta: 4 / 2 + 3, isRough: false },
  ]);
});
