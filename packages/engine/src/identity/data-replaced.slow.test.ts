import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { random } from "@tweedie/core";
import { encodeNpy } from "@tweedie/formats";
import { beforeEach, describe, expect, test } from "vitest";
import { sampleRun } from "../finished-run/index.ts";
import { defaultRunFolder, type RunEvent, validateExperiment } from "../index.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";

const yaml = `
data: { use: datasets/arrays, path: d.npy, heldOut: 0.4, range: [-9, 9] }
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 8 }
distill: { steps: 4, batch: 8 }
evaluate: { every: 4, samples: 16, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 1 }
`;

const { folder, experimentFile, runTo } = createRunRecorder(yaml);
const data = join(folder, "d.npy");
const writeData = (seed: number) =>
  writeFile(data, encodeNpy({ shape: [60, 2], data: random(seed, "data").normal(120) }));
beforeEach(() => writeData(0));

const changed = `since this run began, ${data} has changed`;

test("an interrupted run whose data were replaced is refused, and continues when they are restored", async () => {
  await runTo("interrupted", { phase: "distill", step: 2 });
  await writeData(1);
  await expect(runTo("interrupted")).rejects.toThrow(changed);
  await writeData(0);
  expect((await runTo("interrupted")).status).toMatch(/completed|not-converged/);
});

describe("a finished run whose data were replaced", () => {
  test("is not the result of the new data, and its default folder is another one", async () => {
    await runTo("finished");
    const experiment = await validateExperiment({ file: experimentFile });
    const before = await defaultRunFolder(experiment);
    await writeData(1);
    await expect(runTo("finished")).rejects.toThrow(changed);
    expect(await defaultRunFolder(experiment)).not.toBe(before);
    await writeData(0);
    expect(await defaultRunFolder(experiment)).toBe(before);
  });

  test("is not sampled with the new data, whose standard deviation is part of its networks", async () => {
    await runTo("finished");
    await writeData(1);
    await expect(sampleRun({ run: join(folder, "finished"), count: 4, seed: 0 })).rejects.toThrow(changed);
  });
});

test("a checkpoint of other data is refused also if the status was deleted", async () => {
  await runTo("deleted", { phase: "distill", step: 2 });
  await rm(join(folder, "deleted/status.json"));
  await writeData(1);
  await expect(runTo("deleted")).rejects.toThrow("are of another experiment, or of a run on other data");
});

test("a run of version 0.1.0, which recorded no files, continues with a warning", async () => {
  await runTo("old", { phase: "distill", step: 2 });
  const status = join(folder, "old/status.json");
  const { files, sha256: _, ...rest } = JSON.parse(await readFile(status, "utf8")) as Record<string, unknown>;
  expect(files).toBeDefined();
  await writeFile(status, JSON.stringify(rest));
  const messages: string[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.event === "warning") messages.push(event.message);
  };
  await runTo("old", undefined, { onEvent });
  expect(messages).toContainEqual(expect.stringContaining("version 0.1.0"));
});
