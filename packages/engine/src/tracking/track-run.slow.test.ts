import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, type LogRow, type TrackedEnd, type TrackedRow, type Tracker, TweedieError } from "@tweedie/core";
import { loggedRingExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Experiment, readMetrics, type RunEvent, run, runFolder, validateExperiment } from "../index.ts";
import { readUnsent } from "./read-unsent.ts";

const folder = temporaryFolder({ "tiny.yaml": loggedRingExperiment("checkpoint: { every: 3 }") }, afterAll);
const untracked = await validateExperiment({ file: join(folder, "tiny.yaml") });

/** The experiment with a tracker that has some of its methods replaced. */
function trackedBy(calls: Partial<Tracker>): Experiment {
  const tracker: Tracker = {
    start: () => Promise.resolve({ rows: 0, place: "here" }),
    log: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    ...calls,
  };
  const options = z.strictObject({});
  const plugin = definePlugin({ role: "tracker", summary: "", options, create: () => ({ ...tracker }) });
  const slot = {
    path: "track.0",
    role: "tracker" as const,
    use: "test/tracker",
    plugin,
    file: "tracker.ts",
    options: {},
  };
  return { ...untracked, slots: [...untracked.slots, slot] };
}

/** Runs to the end, or to a step. Returns the warnings and the trackers that lack rows. */
async function runTo(name: string, experiment: Experiment, stopAt = Infinity) {
  const warnings: string[] = [];
  const unsent: string[] = [];
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.event === "warning") warnings.push(event.message);
    if (event.event === "unsent") unsent.push(`${event.tracker}: ${event.reason}`);
    if (event.event === "metrics" && event.step === stopAt) controller.abort();
  };
  const { status } = await run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
  expect(status).toBe(stopAt < 6 ? "interrupted" : "completed");
  return { warnings, unsent };
}

const withoutTime = ({ time: _, ...row }: TrackedRow): LogRow => row;

const logOf = (name: string) => readFile(runFolder(join(folder, name)).metrics, "utf8");

test("a tracker receives the rows of the log, then the outcome of the run", async () => {
  const rows: TrackedRow[] = [];
  const ends: TrackedEnd[] = [];
  const experiment = trackedBy({
    log: async (given) => void rows.push(...given),
    finish: async (end) => void ends.push(end),
  });
  expect(await runTo("whole", experiment)).toEqual({ warnings: [], unsent: [] });
  expect(rows.map(withoutTime)).toEqual(await readMetrics(runFolder(join(folder, "whole")).metrics));
  expect(rows.length).toBe(7);
  expect(ends).toEqual([{ status: "completed", metrics: {} }]);
});

describe("a run writes the same bytes if its tracker", () => {
  beforeAll(async () => void (await runTo("untracked", untracked)));

  const refuse = () => Promise.reject(new TweedieError({ where: "KEY", what: "is refused" }));
  test.each<[string, Partial<Tracker>]>([
    ["refuses to start", { start: refuse }],
    ["refuses the rows", { log: refuse }],
    ["refuses the end", { finish: refuse }],
  ])("%s, and tells once that it is not tried again", async (name, calls) => {
    const { warnings, unsent } = await runTo(name, trackedBy(calls));
    expect(warnings).toEqual(["`test/tracker` failed, and is not tried again: KEY: is refused"]);
    expect(unsent).toEqual(["test/tracker: KEY: is refused"]);
    expect(await readUnsent(join(folder, name))).toEqual([{ tracker: "test/tracker", reason: "KEY: is refused" }]);
    expect(await logOf(name)).toBe(await logOf("untracked"));
  });

  test("fails and is started again", async () => {
    const received: number[] = [];
    let failures = 2;
    const log: Tracker["log"] = async (rows) => {
      if (failures-- > 0) throw new Error("no route to host");
      received.push(...rows.map(({ step }) => step));
    };
    const start: Tracker["start"] = async () => ({ rows: received.length });
    const { warnings, unsent } = await runTo("again", trackedBy({ start, log }));
    expect(warnings).toEqual(["`test/tracker` failed, and the run continues and tries again: no route to host"]);
    expect(unsent).toEqual([]);
    expect(await readUnsent(join(folder, "again"))).toEqual([]);
    expect(received).toEqual((await readMetrics(runFolder(join(folder, "again")).metrics)).map(({ step }) => step));
    expect(await logOf("again")).toBe(await logOf("untracked"));
  });

  test("changes the configuration and the rows that it receives", async () => {
    const log: Tracker["log"] = async (rows) => {
      for (const { values } of rows) for (const name of Object.keys(values)) Object.assign(values, { [name]: 0 });
    };
    const start: Tracker["start"] = async ({ config }) => {
      Object.assign(config, { name: "changed" });
      return { rows: 0, place: "here" };
    };
    expect(await runTo("changed", trackedBy({ start, log }))).toEqual({ warnings: [], unsent: [] });
    expect(await logOf("changed")).toBe(await logOf("untracked"));
  });
});

test.each([1, 2, 4, 5])("a run that is continued after step %i passes on each row once", async (stopAt) => {
  const name = `stopped-${stopAt}`;
  const rows: TrackedRow[] = [];
  const experiment = trackedBy({
    start: () => Promise.resolve({ rows: rows.length, place: "here" }),
    log: async (given) => void rows.push(...given),
  });
  await runTo(name, experiment, stopAt);
  await runTo(name, experiment);
  expect(rows.map(withoutTime)).toEqual(await readMetrics(runFolder(join(folder, name)).metrics));
  const times = rows.map(({ time }) => time);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("trackers are not part of a run's hash", async () => {
  const [none, one] = await Promise.all(
    [[], ["track=[trackers/tensorboard]"]].map((overrides) =>
      validateExperiment({ file: join(folder, "tiny.yaml"), overrides }),
    ),
  );
  expect(one!.hash).toBe(none!.hash);
  expect(one!.resolved["track"]).toMatchObject([{ use: "trackers/tensorboard" }]);
});
