import { type NDArrays, scalar } from "@tweedie/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDrawSource, type DrawAheadSetting } from "./draw-source.ts";
import type { DrawThread } from "./start-draw-thread.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const drawsOf = (step: number): NDArrays => ({ x: scalar(step) });

interface Scenario {
  readonly setting?: DrawAheadSetting;
  readonly steps?: number;
  readonly cores?: number;
  readonly threads?: number;
  /** Milliseconds of the draws and of the rest of a step. */
  readonly times?: (step: number) => readonly [draws: number, rest: number];
  /** Draws that the other thread returns. */
  readonly threadDraws?: (step: number) => NDArrays | undefined;
}

/** Runs 60 steps. Returns the first step of the thread, the number of steps drawn here, and the number of calls of `stop`. */
async function runSteps({
  setting = "measured",
  steps = 1_000,
  cores = 2,
  threads = 1,
  times = () => [5, 20],
  threadDraws = drawsOf,
}: Scenario) {
  let drawnHere = 0;
  let startedAt: number | undefined;
  const stop = vi.fn(() => Promise.resolve());
  const draw = (step: number) => {
    drawnHere++;
    vi.advanceTimersByTime(times(step)[0]);
    return drawsOf(step);
  };
  const start = (first: number): DrawThread => {
    startedAt = first;
    return { take: threadDraws, stop };
  };
  const source = createDrawSource(draw, { setting, steps, cores, threads, start });
  for (let step = 1; step <= 60; step++) {
    expect(source.draws(step)).toEqual(drawsOf(step));
    vi.advanceTimersByTime(times(step)[1]);
  }
  await source.stop();
  return { startedAt, drawnHere, stops: stop.mock.calls.length };
}

test("draws that take much of a step come from the thread after 33 steps, and one step is compared", async () =>
  expect(await runSteps({})).toEqual({ startedAt: 34, drawnHere: 34, stops: 1 }));

test.each<[string, Scenario]>([
  ["take little of a step", { times: () => [1, 80] }],
  ["take little of a step, but for some that read files", { times: (step) => [step % 3 === 1 ? 50 : 1, 80] }],
  ["remain for less than two seconds", { steps: 400 }],
  ["leave no core idle", { threads: 2 }],
  ["have a single core", { cores: 1 }],
  ["have the setting never", { setting: "never" }],
])("no thread is started for draws that %s", async (_, scenario) =>
  expect(await runSteps(scenario)).toEqual({ startedAt: undefined, drawnHere: 60, stops: 0 }),
);

test("with the setting always, the thread draws from the second step on", async () =>
  expect(await runSteps({ setting: "always", steps: 60, cores: 1 })).toEqual({ startedAt: 2, drawnHere: 2, stops: 1 }));

test("steps that the thread has not drawn are drawn here", async () => {
  const threadDraws = (step: number) => (step % 2 === 0 ? drawsOf(step) : undefined);
  expect((await runSteps({ setting: "always", threadDraws })).drawnHere).toBe(1 + 1 + 29);
});

test("a thread that draws other numbers is stopped", async () => {
  const result = await runSteps({ setting: "always", threadDraws: (step) => drawsOf(step + 1) });
  expect(result).toEqual({ startedAt: 2, drawnHere: 60, stops: 1 });
});
