import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { experimentWith } from "../experiment/warnings.fixture.ts";
import { runFolder, writeStatus } from "../run/run-folder.ts";
import { finishedStatus } from "../run/run-status.fixture.ts";
import { formerExperiment } from "./former-defaults.ts";
import { checkSameExperiment, formerRunNotice, identityOf } from "./run-identity.ts";

const weighting = "distill.student.weighting=weightings/sid";
const curve = [
  "evaluate.teacherCurve.evaluations=[1,2,4,8,16,32,64]",
  "evaluate.teacherCurve.samplers=[euler,heun]",
  "evaluate.teacherCurve.samples=1024",
];
const present = () => experimentWith("evaluate.teacherCurve={}");
const withFormer = () => experimentWith("evaluate.teacherCurve={}", weighting, ...curve);

test("an experiment with the former defaults has the hash of one that names them", async () => {
  expect(formerExperiment(await present())).toEqual({
    hash: (await withFormer()).hash,
    change:
      "the former defaults of `distill.student.weighting`, weightings/sid; `evaluate.teacherCurve.evaluations`, [1,2,4,8,16,32,64]; `evaluate.teacherCurve.samplers`, [euler,heun]; `evaluate.teacherCurve.samples`, 1024",
    overrides: [weighting, ...curve],
  });
});

test("only keys that have the present default are changed", async () => {
  const overridesOf = async (...overrides: string[]) =>
    formerExperiment(await experimentWith("evaluate.teacherCurve={}", ...overrides))?.overrides;
  expect(await overridesOf("distill.student.weighting=weightings/none")).toEqual(curve);
  expect(await overridesOf("distill.student.weighting={use: weightings/expected-error, scale: 2}")).toEqual(curve);
  expect(await overridesOf("evaluate.teacherCurve.samplers=[ancestral]", "evaluate.teacherCurve.samples=64")).toEqual([
    weighting,
    curve[0],
  ]);
  expect(await overridesOf("evaluate.teacherCurve=null")).toEqual([weighting]);
  expect(await overridesOf("evaluate.teacherCurve=null", "distill.student.weighting=weightings/none")).toBeUndefined();
});

test("a folder with a run of the former defaults is refused, with the arguments that continue it", async () => {
  const former = await withFormer();
  const status = { ...finishedStatus, configHash: former.hash };
  const experiment = await present();
  expect(() => checkSameExperiment(runFolder("runs/ring"), experiment, status)).toThrow(
    /former defaults of `distill.student.weighting`, weightings\/sid; .*\n.*add `distill.student.weighting=weightings\/sid '/,
  );
  expect(() => checkSameExperiment(runFolder("runs/ring"), former, status)).not.toThrow();
});

test("a new run tells of the run that the same file began with the former defaults", async () => {
  const [experiment, former] = [await present(), await withFormer()];
  const runs = temporaryFolder();
  const identity = await identityOf(experiment);
  expect(await formerRunNotice(experiment, identity, runs)).toBeUndefined();
  const folder = runFolder(join(runs, `${experiment.name}-${former.hash.slice(0, 8)}`));
  await mkdir(folder.root);
  await writeStatus(folder, { ...finishedStatus, configHash: former.hash });
  expect(await formerRunNotice(experiment, identity, runs)).toContain(
    `${folder.root} is a run of the experiment with the`,
  );
  expect(await formerRunNotice(former, identity, runs)).toBeUndefined();
});
