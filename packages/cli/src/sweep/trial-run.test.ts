import { ringExperiment, temporaryProject } from "@tweedie/testing/projects";
import { createStudy, readSweep, type Study } from "@tweedie/study";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refuseResultFolder } from "../command-line/result-folder.ts";
import { findRun } from "../run-list/run-entry.ts";
import { beginTrial } from "./begin-trial.fixture.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));

let study: Study;
const folders: string[] = [];

beforeAll(async () => {
  const ring = ringExperiment().replace("samples: 16", "samples: 16, metrics: [metrics/sliced-wasserstein]");
  const sweep = "experiment: ring.yaml\nparameters: { loss.lambda: [0, 1] }\nrepeat: { seed: [0, 1] }\n";
  process.chdir(temporaryProject({ "ring.yaml": ring, "s.yaml": sweep }, afterAll));
  study = await createStudy("sweeps/s", (await readSweep("s.yaml")).plan);
});

/** Begins the next trial, and completes it with a value of the metric. */
async function complete(value: number): Promise<void> {
  const trial = await beginTrial(study);
  folders.push(trial.folder);
  await trial.complete(value);
}

test("a run is named by its sweep and its number, or as the best of the best configuration", async () => {
  await expect(findRun("s/best")).rejects.toThrow("s/best: no configuration is complete yet");
  await expect(findRun("s/trial-0")).rejects.toThrow("the sweep has no trial yet");
  for (const value of [5, 6, 3, 2]) await complete(value);
  expect(await findRun("s/best")).toBe(folders[3]);
  expect(await findRun("sweeps/s/best")).toBe(folders[3]);
  expect(await findRun("s/trial-1")).toBe(folders[1]);
  await expect(findRun("s/trial-4")).rejects.toThrow("has no trial 4: they are 0 to 3");
});

test("a name without a sweep, or of another form, is no run", async () => {
  await expect(findRun("t/best")).rejects.toThrow("is not a run folder");
  await expect(findRun("s/worst")).rejects.toThrow("is not a run folder");
});

test("the folder of a sweep is neither a run nor a file", async () => {
  await expect(findRun("s")).rejects.toMatchObject({ fix: "the best run of this sweep is sweeps/s/best" });
  const [what, fix] = ["is the folder of a sweep, not a file", "`tweedie sweep resume sweeps/s` continues it"];
  for (const where of ["s", "sweeps/s"])
    await expect(refuseResultFolder(where)).rejects.toMatchObject({ where, what, fix });
  await refuseResultFolder("s.yaml");
});
