import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "@tweedie/engine";
import { createStudy, readSweep } from "@tweedie/study";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { describeSweep } from "./sweep-details.ts";

const yaml = `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
evaluate: { metrics: [metrics/sliced-wasserstein], teacherCurve: null }
`;

test("a trial has a run once the run's status is written, as the index of runs asks", async () => {
  const folder = temporaryFolder({ "package.json": '{ "tweedie": {} }', "ring.yaml": yaml });
  const { plan } = await readSweep(join(folder, "ring.yaml"), ["loss.lambda=0,1"]);
  const study = await createStudy(join(folder, "s"), plan);
  await study.claim("test");
  const run = study.state().trials[0]!.folder;
  const runOfTrial = async () => (await describeSweep("s", { study, state: study.state(), stamp: "" })).trials[0]!.run;
  mkdirSync(run, { recursive: true });
  expect(await runOfTrial()).toBeUndefined();
  writeFileSync(runFolder(run).status, "");
  expect(await runOfTrial()).toBe(run);
});
