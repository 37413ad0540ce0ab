import { join } from "node:path";
import { type TrackedRow, type Tracker, TweedieError } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startTracker } from "./tracker-feed.ts";
import { virtualClock } from "./virtual-clock.fixture.ts";

const folder = temporaryFolder({}, afterAll);
const row = (step: number): TrackedRow => ({ phase: "distill", step, values: { loss: step }, time: step });
const end = { status: "completed", metrics: {} };

/** Starts a tracker with some of its methods replaced, for a log that `add` extends. */
function start(calls: Partial<Tracker>, { rows = [] as TrackedRow[], clock = virtualClock() } = {}) {
  const tracker: Tracker = {
    start: () => Promise.resolve({ rows: 0, place: "here" }),
    log: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    ...calls,
  };
  const failures: string[] = [];
  const log = async () => structuredClone(rows);
  const run = { name: "ring", config: {}, folder: join(folder, "tracker"), sync: false, log, warn: expect.fail };
  const feed = startTracker(tracker, {
    ...{ run, rows: rows.length, timeout: 30_000, clock },
    onFailure: (reason) => failures.push(reason),
  });
  const add = (row: TrackedRow) => {
    rows.push(row);
    feed.add(row);
  };
  return { feed, add, failures, clock };
}

/** A promise and the function that resolves it. */
function signal() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

const fail = (message = "no route to host") => Promise.reject(new Error(message));

test("rows that come while the tracker is busy are passed on together", async () => {
  const batches: number[][] = [];
  const [called, resumed] = [signal(), signal()];
  const { feed, add, failures } = start({
    log: (rows) => {
      batches.push(rows.map(({ step }) => step));
      called.resolve();
      return resumed.promise;
    },
  });
  add(row(1));
  await called.promise;
  for (let step = 2; step <= 9; step++) add(row(step));
  resumed.resolve();
  expect(await feed.finish(end)).toEqual({ rows: 9, unsent: undefined });
  expect(batches).toEqual([[1], [2, 3, 4, 5, 6, 7, 8, 9]]);
  expect(failures).toEqual([]);
});

test("rows that the log had before are passed on, except those that the tracker already has", async () => {
  const steps: number[] = [];
  const { feed, add } = start(
    {
      start: () => Promise.resolve({ rows: 3, place: "here" }),
      log: async (rows) => void steps.push(...rows.map(({ step }) => step)),
    },
    { rows: [1, 2, 3, 4].map(row) },
  );
  add(row(5));
  await feed.finish(end);
  expect(steps).toEqual([4, 5]);
});

test("rows are skipped up to the number that the tracker has, if the log was cut back", async () => {
  const steps: number[] = [];
  const { feed, add } = start(
    {
      start: () => Promise.resolve({ rows: 3, place: "here" }),
      log: async (rows) => void steps.push(...rows.map(({ step }) => step)),
    },
    { rows: [row(1)] },
  );
  for (const step of [2, 3, 4]) add(row(step));
  await feed.finish(end);
  expect(steps).toEqual([4]);
});

test("the tracker receives copies of the rows", async () => {
  const { feed, add } = start({ log: async (rows) => void Object.assign(rows[0]!.values, { loss: NaN }) });
  const original = row(1);
  add(original);
  await feed.finish(end);
  expect(original).toEqual(row(1));
});

test("a long log is passed on in portions", async () => {
  const sizes: number[] = [];
  const rows = Array.from({ length: 2_500 }, (_, step) => row(step));
  const { feed } = start({ log: async (rows) => void sizes.push(rows.length) }, { rows });
  await feed.finish(end);
  expect(sizes).toEqual([1_000, 1_000, 500]);
});

describe("a tracker that fails is started again", () => {
  /** A tracker that stores rows, whose calls fail `count` times. */
  function failing(name: keyof Tracker, count: number, error = () => fail()) {
    const stored: number[] = [];
    let left = count;
    const orFail = <T>(method: keyof Tracker, result: () => T): Promise<T> =>
      method === name && left-- > 0 ? (error() as Promise<T>) : Promise.resolve(result());
    const calls: Tracker = {
      start: () => orFail("start", () => ({ rows: stored.length })),
      log: (rows) => orFail("log", () => void stored.push(...rows.map(({ step }) => step))),
      finish: () => orFail("finish", () => undefined),
    };
    return { calls, stored };
  }

  test.each(["start", "log", "finish"] as const)("%s fails three times", async (name) => {
    const { calls, stored } = failing(name, 3);
    const { feed, add, failures } = start(calls, { rows: [row(1)] });
    add(row(2));
    expect(await feed.finish(end)).toEqual({ rows: 2, unsent: undefined });
    expect(stored).toEqual([1, 2]);
    expect(failures).toEqual(["no route to host"]);
  });

  test("with doubled pauses, until the time at the end is over", async () => {
    const { calls } = failing("start", Infinity);
    const { feed, clock } = start(calls, { rows: [row(1)] });
    expect(await feed.finish(end, 30_000)).toEqual({ rows: 1, unsent: "no route to host", isFinal: false });
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  });

  test("not before the time that the server asks for", async () => {
    const { calls, stored } = failing("log", 1, () =>
      Promise.reject(Object.assign(new Error("busy"), { retryAfter: 7 })),
    );
    const { feed, clock } = start(calls, { rows: [row(1)] });
    await feed.finish(end, 30_000);
    expect(stored).toEqual([1]);
    expect(clock.waits).toEqual([7_000]);
  });

  test("not at all, if the server asks for more than the time at the end", async () => {
    const { calls, stored } = failing("log", 1, () =>
      Promise.reject(Object.assign(new Error("busy"), { retryAfter: 60 })),
    );
    const { feed } = start(calls, { rows: [row(1)] });
    expect(await feed.finish(end, 30_000)).toEqual({ rows: 1, unsent: "busy", isFinal: false });
    expect(stored).toEqual([]);
  });

  test("at once when the run ends during a pause", async () => {
    const { calls, stored } = failing("start", 1);
    const { feed, failures } = start(calls, { rows: [row(1)], clock: virtualClock({ hold: true }) });
    await vi.waitUntil(() => failures.length > 0, { timeout: 60_000 });
    expect(await feed.finish(end)).toEqual({ rows: 1, unsent: undefined });
    expect(stored).toEqual([1]);
  });

  test("and its rows come from the log, not from memory", async () => {
    const { calls, stored } = failing("start", 1);
    const clock = virtualClock({ hold: true });
    const { feed, add, failures } = start(calls, { clock });
    await vi.waitUntil(() => failures.length > 0, { timeout: 60_000 });
    for (let step = 1; step <= 3; step++) add(row(step));
    await feed.finish(end);
    expect(stored).toEqual([1, 2, 3]);
  });
});

describe("a tracker is not started again after", () => {
  test("a TweedieError, and the reason is told at once and at the end", async () => {
    const starts = vi.fn(() => Promise.reject(new TweedieError({ where: "KEY", what: "is refused", fix: "set it" })));
    const { feed, failures } = start({ start: starts }, { rows: [row(1)] });
    await vi.waitUntil(() => failures.length > 0, { timeout: 60_000 });
    expect(await feed.finish(end)).toEqual({ rows: 1, unsent: "KEY: is refused; set it", isFinal: true });
    expect(failures).toEqual(["KEY: is refused; set it"]);
    expect(starts).toHaveBeenCalledTimes(1);
  });

  describe("a call that never ends", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
    afterEach(() => void vi.useRealTimers());

    test.each(["start", "log", "finish"] as const)("%s", async (name) => {
      const calls: string[] = [];
      const called = signal();
      const hang = () => {
        calls.push(name);
        called.resolve();
        return new Promise<never>(() => undefined);
      };
      const { feed, add, failures } = start({ [name]: hang });
      for (let step = 1; step <= 3; step++) add(row(step));
      const finished = feed.finish(end);
      await called.promise;
      vi.advanceTimersByTime(30_000);
      expect(await finished).toMatchObject({ rows: 3, unsent: "timed out after 30 s" });
      expect(calls).toEqual([name]);
      expect(failures).toEqual(["timed out after 30 s"]);
    });
  });
});

test.each([
  ["no number", async () => ({ rows: NaN }), "`start` returns NaN as its number of rows"],
  [
    "an error at once",
    () => {
      throw new Error("no route");
    },
    "no route",
  ],
])("a tracker whose start gives %s has failed", async (_, broken, message) => {
  const { feed } = start({ start: broken });
  expect(await feed.finish(end)).toMatchObject({ unsent: message });
});
