import { join } from "node:path";
import type { LogRow, Tracker } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startTracker } from "./tracker-feed.ts";

const folder = temporaryFolder({}, afterAll);

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const row = (step: number): LogRow => ({ phase: "distill", step, values: { loss: step } });
const end = { status: "completed", metrics: {} };

/** Starts a tracker with some of its methods replaced. Returns its feed and the messages of its failures. */
function start(calls: Partial<Tracker>) {
  const tracker: Tracker = {
    start: () => Promise.resolve({ rows: 0, place: "here" }),
    log: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    ...calls,
  };
  const failures: string[] = [];
  const run = { name: "ring", config: {}, folder: join(folder, "tracker"), log: async () => [], warn: expect.fail };
  const feed = startTracker(tracker, {
    run,
    timeout: 30_000,
    onStart: () => undefined,
    onFailure: (error) => failures.push((error as Error).message),
  });
  return { feed, failures };
}

/** A promise and the function that resolves it. */
function signal() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

test("rows that come while the tracker is busy are passed on together", async () => {
  const batches: number[][] = [];
  const [called, resumed] = [signal(), signal()];
  const { feed, failures } = start({
    log: (rows) => {
      batches.push(rows.map(({ step }) => step));
      called.resolve();
      return resumed.promise;
    },
  });
  feed.add(row(1));
  await called.promise;
  for (let step = 2; step <= 9; step++) feed.add(row(step));
  resumed.resolve();
  await feed.finish(end);
  expect(batches).toEqual([[1], [2, 3, 4, 5, 6, 7, 8, 9]]);
  expect(failures).toEqual([]);
});

test("rows that the tracker already has are skipped", async () => {
  const steps: number[] = [];
  const { feed } = start({
    start: () => Promise.resolve({ rows: 3, place: "here" }),
    log: async (rows) => void steps.push(...rows.map(({ step }) => step)),
  });
  for (let step = 1; step <= 5; step++) feed.add(row(step));
  await feed.finish(end);
  expect(steps).toEqual([4, 5]);
});

test("the tracker receives copies of the rows", async () => {
  const { feed } = start({ log: async (rows) => void Object.assign(rows[0]!.values, { loss: NaN }) });
  const original = row(1);
  feed.add(original);
  await feed.finish(end);
  expect(original).toEqual(row(1));
});

describe("a tracker that fails is not called again", () => {
  const fail = () => Promise.reject(new Error("no route to host"));
  const throwError = () => {
    throw new Error("no route to host");
  };
  test.each<[string, Partial<Tracker>, string]>([
    ["start rejects", { start: fail }, "no route to host"],
    ["start returns no number of rows", { start: async () => ({ rows: NaN, place: "here" }) }, "`start` returns NaN"],
    ["log rejects", { log: fail }, "no route to host"],
    ["log throws synchronously", { log: throwError }, "no route to host"],
    ["finish rejects", { finish: fail }, "no route to host"],
  ])("%s", async (_, calls, message) => {
    const { feed, failures } = start(calls);
    feed.add(row(1));
    await feed.finish(end);
    expect(failures).toEqual([expect.stringContaining(message)]);
  });

  test.each(["start", "log", "finish"] as const)("%s never settles", async (name) => {
    const calls: string[] = [];
    const called = signal();
    const hang = () => {
      calls.push(name);
      called.resolve();
      return new Promise<never>(() => undefined);
    };
    const { feed, failures } = start({ [name]: hang });
    for (let step = 1; step <= 3; step++) feed.add(row(step));
    const finished = feed.finish(end);
    await called.promise;
    vi.advanceTimersByTime(30_000);
    await finished;
    expect(calls).toEqual([name]);
    expect(failures).toEqual(["timed out after 30 s"]);
  });
});
