import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definePlugin, type LogRow, type TrackedEnd, type Tracker } from "@tweedie/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Experiment, readMetrics, type RunEvent, run, runFolder, validateExperiment } from "../index.ts";
import { trackRun } from "./track-run.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 6, batch: 8 }
evaluate: { every: 3, samples: 16, draws: 16, teacherSteps: 1 }
log: { every: 1 }
checkpoint: { every: 3 }
`;

let folder: string;
let plain: Experiment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  await writeFile(join(folder, "tiny.yaml"), yaml);
  plain = await validateExperiment({ file: join(folder, "tiny.yaml") });
});
afterAll(() => rm(folder, { recursive: true }));

/** The experiment, shown by a tracker made of some calls. */
function trackedBy(calls: Partial<Tracker>): Experiment {
  const tracker: Tracker = {
    start: () => Promise.resolve({ rows: 0, place: "here" }),
    log: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    ...calls,
  };
  const options = z.strictObject({});
  const plugin = definePlugin({ role: "tracker", summary: "", options, create: () => ({ ...tracker }) });
  const slot = { path: "track.0", role: "tracker" as const, use: "lab/spy", plugin, file: "spy.ts", options: {} };
  return { ...plain, slots: [...plain.slots, slot] };
}

/** Runs to the end, or to a step, and gives what was warned of. */
async function play(name: string, experiment: Experiment, stopAt = Infinity): Promise<readonly string[]> {
  const warnings: string[] = [];
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.event === "warning") warnings.push(event.message);
    if (event.event === "metrics" && event.step === stopAt) controller.abort();
  };
  const { status } = await run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
  expect(status).toBe(stopAt < 6 ? "interrupted" : "completed");
  return warnings;
}

const logOf = (name: string) => readFile(runFolder(join(folder, name)).metrics, "utf8");

test("a tracker is given the rows of the log, and then how the run ended", async () => {
  const rows: LogRow[] = [];
  const ends: TrackedEnd[] = [];
  const experiment = trackedBy({
    log: async (given) => void rows.push(...given),
    finish: async (end) => void ends.push(end),
  });
  expect(await play("whole", experiment)).toEqual([]);
  expect(rows).toEqual(await readMetrics(runFolder(join(folder, "whole")).metrics));
  expect(rows.length).toBe(7);
  expect(ends).toEqual([{ status: "completed", metrics: {} }]);
});

describe("a tracker that misbehaves is left out with one warning, and the run writes the same bytes", () => {
  const fail = () => Promise.reject(new Error("no route to host"));
  test.each<[string, Partial<Tracker>]>([
    ["fails to start", { start: fail }],
    [
      "throws before there is a promise",
      {
        log: () => {
          throw new Error("no route to host");
        },
      },
    ],
    ["fails at the rows", { log: fail }],
    ["fails at the end", { finish: fail }],
    ["gives no number of rows", { start: () => Promise.resolve({ rows: Number.NaN, place: "here" }) }],
  ])("%s", async (what, calls) => {
    await play("plain", plain);
    const warnings = await play(what, trackedBy(calls));
    expect(warnings).toEqual([expect.stringMatching(/^the run goes on without `lab\/spy`, which failed: /)]);
    expect(await logOf(what)).toBe(await logOf("plain"));
    const { warnings: kept } = JSON.parse(await readFile(runFolder(join(folder, what)).status, "utf8")) as {
      warnings: string[];
    };
    expect(kept).toEqual(warnings);
  });

  test("spoils what it is given", async () => {
    const spoil: Tracker["log"] = async (rows) => {
      for (const { values } of rows) for (const name of Object.keys(values)) Object.assign(values, { [name]: 0 });
    };
    const start: Tracker["start"] = async ({ config }) => {
      Object.assign(config, { name: "spoilt" });
      return { rows: 0, place: "here" };
    };
    await play("plain", plain);
    expect(await play("spoilt", trackedBy({ start, log: spoil }))).toEqual([]);
    expect(await logOf("spoilt")).toBe(await logOf("plain"));
  });

  test.each(["start", "log", "finish"] as const)("never comes back from %s", async (call) => {
    const calls: string[] = [];
    const hang = () => new Promise<never>(() => void calls.push(call));
    const experiment = trackedBy({ [call]: hang });
    const warnings: string[] = [];
    const tracker = experiment.slots.at(-1)!.plugin.create({}) as Tracker;
    const follower = await trackRun([tracker], {
      ...{ experiment, folder: runFolder(join(folder, `hangs-${call}`)), patience: 20 },
      warn: (message) => warnings.push(message),
      onEvent: () => undefined,
    });
    for (let step = 1; step <= 3; step++) follower.add({ phase: "distill", step, values: {} });
    await follower.finish({ status: "completed", metrics: {} });
    expect(calls).toEqual([call]);
    expect(warnings).toEqual(["the run goes on without `lab/spy`, which failed: not done within 0.02 s"]);
  });
});

test("a tracker that is slow gets what came meanwhile at once", async () => {
  const batches: number[] = [];
  const log: Tracker["log"] = async (rows) => {
    batches.push(rows.length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const experiment = trackedBy({ log });
  const follower = await trackRun([experiment.slots.at(-1)!.plugin.create({}) as Tracker], {
    ...{ experiment, folder: runFolder(join(folder, "slow")) },
    ...{ warn: expect.fail, onEvent: () => undefined },
  });
  for (let step = 1; step <= 9; step++) follower.add({ phase: "distill", step, values: {} });
  await follower.finish({ status: "completed", metrics: {} });
  expect(batches).toEqual([9]);
});

test.each([1, 2, 4, 5])("a run that is continued after step %i gives each row once", async (stopAt) => {
  const name = `stopped-${stopAt}`;
  const rows: LogRow[] = [];
  const experiment = trackedBy({
    start: () => Promise.resolve({ rows: rows.length, place: "here" }),
    log: async (given) => void rows.push(...given),
  });
  await play(name, experiment, stopAt);
  await play(name, experiment);
  expect(rows).toEqual(await readMetrics(runFolder(join(folder, name)).metrics));
});

test("what shows a run does not make it another", async () => {
  const [none, one] = await Promise.all(
    [[], ["track=[trackers/tensorboard]"]].map((overrides) =>
      validateExperiment({ file: join(folder, "tiny.yaml"), overrides }),
    ),
  );
  expect(one!.hash).toBe(none!.hash);
  expect(one!.resolved["track"]).toMatchObject([{ use: "trackers/tensorboard" }]);
});
