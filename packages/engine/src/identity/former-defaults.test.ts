import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { experimentWith } from "../experiment/warnings.fixture.ts";
import { runFolder, writeStatus } from "../run/run-folder.ts";
import { finishedStatus } from "../run/run-status.fixture.ts";
import { formerExperiment } from "./former-defaults.ts";
import { checkSameExperiment, formerRunNotice, identityOf } from "./run-identity.ts";

const former = "distill.student.weighting=weightings/sid";
const experiments = async () => ({ present: await experimentWith(), withFormer: await experimentWith(former) });

test("an experiment with the former default has the hash of one that names it", async () => {
  const { present, withFormer } = await experiments();
  expect(formerExperiment(present)).toEqual({
    hash: withFormer.hash,
    change: "the former default of `distill.student.weighting`, weightings/sid",
    override: former,
  });
});

test("an experiment with another weighting than the default has no former one", async () => {
  for (const weighting of ["weightings/none", "{use: weightings/expected-error, scale: 2}"]) {
    expect(formerExperiment(await experimentWith(`distill.student.weighting=${weighting}`))).toBeUndefined();
  }
});

test("a folder with a run of the former default is refused, with the argument that continues it", async () => {
  const { present, withFormer } = await experiments();
  const status = { ...finishedStatus, configHash: withFormer.hash };
  const check = () => checkSameExperiment(runFolder("runs/ring"), present, status);
  expect(check).toThrow(/former default of `distill.student.weighting`, weightings\/sid\n.*add `distill/);
  expect(() => checkSameExperiment(runFolder("runs/ring"), withFormer, status)).not.toThrow();
});

test("a new run tells of the run that the same file began with the former default", async () => {
  const { present, withFormer } = await experiments();
  const runs = temporaryFolder();
  const identity = await identityOf(present);
  expect(await formerRunNotice(present, identity, runs)).toBeUndefined();
  const folder = runFolder(join(runs, `${present.name}-${withFormer.hash.slice(0, 8)}`));
  await mkdir(folder.root);
  await writeStatus(folder, { ...finishedStatus, configHash: withFormer.hash });
  expect(await formerRunNotice(present, identity, runs)).toContain(
    `${folder.root} is a run of the experiment with the`,
  );
  expect(await formerRunNotice(withFormer, identity, runs)).toBeUndefined();
});
