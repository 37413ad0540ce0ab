import { type NDArrays, scalar } from "@tweedie/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DrawnAhead } from "./draw-ahead.ts";
import { type AheadSetting, drawSource } from "./draw-source.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const drawn = (step: number): NDArrays => ({ x: scalar(step) });

interface Play {
  readonly setting?: AheadSetting;
  readonly steps?: number;
  readonly cores?: number;
  readonly threads?: number;
  /** Milliseconds that the draws and the rest of a step take. */
  readonly times?: (step: number) => readonly [draws: number, rest: number];
  /** What another thread draws. */
  readonly drawnAhead?: (step: number) => NDArrays | undefined;
}

/** Plays steps, and tells from which on they were drawn ahead, which were drawn here, and what came of it. */
async function play({
  setting = "measured",
  steps = 1_000,
  cores = 2,
  threads = 1,
  times = () => [5, 20],
  drawnAhead = drawn,
}: Play) {
  const here: number[] = [];
  let startedAt: number | undefined;
  const stop = vi.fn(() => Promise.resolve());
  const draw = (step: number) => {
    here.push(step);
    vi.advanceTimersByTime(times(step)[0]);
    return drawn(step);
  };
  const start = (first: number): DrawnAhead => {
    startedAt = first;
    return { take: drawnAhead, stop };
  };
  const source = drawSource(draw, { setting, steps, cores, threads, start });
  for (let step = 1; step <= 60; step++) {
    expect(source.draws(step)).toEqual(drawn(step));
    vi.advanceTimersByTime(times(step)[1]);
  }
  await source.stop();
  return { startedAt, here: here.length, stops: stop.mock.calls.length };
}

test("draws that take a good part of the step are made ahead once that is seen, but for one that is compared", async () =>
  expect(await play({})).toEqual({ startedAt: 34, here: 34, stops: 1 }));

test.each<[string, Play]>([
  ["take little of a step", { times: () => [1, 80] }],
  ["take little of a step, but for some that read files", { times: (step) => [step % 3 === 1 ? 50 : 1, 80] }],
  ["are soon over", { steps: 400 }],
  ["leave no core idle", { threads: 2 }],
  ["have one core only", { cores: 1 }],
  ["are not to be made ahead", { setting: "never" }],
])("draws that %s are made here", async (_, how) =>
  expect(await play(how)).toEqual({ startedAt: undefined, here: 60, stops: 0 }),
);

test("draws that are to be made ahead are from the second step on", async () =>
  expect(await play({ setting: "always", steps: 60, cores: 1 })).toEqual({ startedAt: 2, here: 2, stops: 1 }));

test("what the other thread has not got is drawn here", async () => {
  const drawnAhead = (step: number) => (step % 2 === 0 ? drawn(step) : undefined);
  expect((await play({ setting: "always", drawnAhead })).here).toBe(1 + 1 + 29);
});

test("a thread that draws other numbers is given up", async () => {
  const ended = await play({ setting: "always", drawnAhead: (step) => drawn(step + 1) });
  expect(ended).toEqual({ startedAt: 2, here: 60, stops: 1 });
});
