import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alarmOf } from "./alarms.ts";
import { type RunEvent, run, runFolder, validateExperiment } from "./index.ts";
import { loadCheckpoint } from "./run/checkpoint.ts";

const settings = { collapse: 0.1, divergence: 10, patience: 3 };

/** Evaluations at the steps 0, 10, 20, .... */
const evaluations = (spreads: readonly number[], loss = 1) =>
  spreads.map((spread, i) => ({ step: 10 * i, values: { "diag.spread": spread, "loss.student": loss } }));
const endOf = (spreads: readonly number[], change: Partial<typeof settings> | object = {}) =>
  alarmOf(evaluations(spreads), { ...settings, ...change })?.end;

describe("collapse", () => {
  test("is a spread that stays small", () => {
    expect(alarmOf(evaluations([0.3, 0.2, 0.05, 0.02, 0.01]), settings)).toEqual({
      end: "collapsed",
      reason:
        "the student's spread was less than 0.1 of the data's at every evaluation since step 20, and is 0.0100 of it",
    });
  });
  test("needs patience", () => expect(endOf([0.3, 0.2, 0.05, 0.02])).toBeUndefined());
  test("needs one evaluation after the other", () => expect(endOf([1, 0.05, 0.05, 0.2, 0.05, 0.05])).toBeUndefined());
  test("is no blurred beginning: a spread that doubles is on its way", () =>
    expect(endOf([0.1, 0.02, 0.03, 0.05])).toBeUndefined());
  test("is no student that began with less", () => expect(endOf([0.01, 0.012, 0.014, 0.016])).toBeUndefined());
  test("is not what stands before the first step", () => expect(endOf([0.05, 0.01, 0.01])).toBeUndefined());
  test("can be allowed", () => expect(endOf([1, 0, 0, 0], { collapse: null })).toBeUndefined());
});

describe("divergence", () => {
  test("is a spread that stays large", () => {
    expect(alarmOf(evaluations([1, 11, 1e3, 2e4]), settings)).toEqual({
      end: "diverged",
      reason:
        "the student's spread was more than 10 times the data's at every evaluation since step 10, and is 2.00e+4 times it",
    });
  });
  test.each([NaN, Infinity])("is a spread of %d", (spread) =>
    expect(endOf([1, spread, spread, spread])).toBe("diverged"),
  );
  test("is a loss that is never finite, where a run goes on in spite of it", () => {
    expect(alarmOf(evaluations([1, 1, 1, 1], NaN), settings)?.reason).toBe(
      "a loss was not finite at every evaluation since step 10",
    );
  });
  test("can be allowed", () => expect(endOf([1, 99, 99, 99], { divergence: null })).toBeUndefined());
});

test("all alarms can be turned off", () => {
  expect(alarmOf(evaluations([1, NaN, NaN, NaN], NaN), null)).toBeUndefined();
});

describe("a run that an alarm ends", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
  afterAll(() => rm(folder, { recursive: true }));

  const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 20, batch: 16 }
evaluate: { every: 2, samples: 16, draws: 16, teacherSteps: 2 }
alarms: { divergence: 1e-6, patience: 3 } # no student is as narrow
`;

  /** Plays it, interrupted at a step if one is given. */
  async function play(name: string, stopAt?: number) {
    await writeFile(join(folder, "hopeless.yaml"), yaml);
    const experiment = await validateExperiment({ file: join(folder, "hopeless.yaml") });
    const controller = new AbortController();
    const onEvent = (event: RunEvent) => {
      if (event.event === "metrics" && event.step === stopAt) controller.abort();
    };
    return run({ experiment, out: join(folder, name), signal: controller.signal, onEvent });
  }

  test("says why, keeps what it came to, and is over", async () => {
    const ended = await play("hopeless");
    expect(ended).toMatchObject({
      status: "diverged",
      reason: expect.stringContaining("since step 2") as unknown,
      step: 6,
    });
    const checkpoint = await loadCheckpoint(runFolder(join(folder, "hopeless")).checkpoints, expect.fail);
    expect(checkpoint?.step).toBe(6);
    expect(await play("hopeless")).toEqual(ended);
  });

  test("remembers earlier evaluations when it was interrupted between them", async () => {
    expect((await play("interrupted", 4)).status).toBe("interrupted");
    expect(await play("interrupted")).toMatchObject({ status: "diverged", step: 6 });
  });
});
