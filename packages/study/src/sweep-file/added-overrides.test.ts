import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { createStudy } from "../open-study/create-study.ts";
import { trialOverrides } from "../plan.ts";
import { readSweep } from "./read-sweep.ts";
import { makeSweepProject, twoMetricExperiment } from "./sweep-project.fixture.ts";

const lambdas = "parameters: { loss.lambda: [0, 1] }\n";
const withoutSetting = twoMetricExperiment.replace(", teacherCurve: null", "");

/** The sweep of a project whose experiment has this text. */
const sweepOf = (project: string, experiment: string, args: readonly string[] = []) => {
  writeFileSync(join(project, "ring.yaml"), experiment);
  return readSweep(join(project, "sweeps/sweep.yaml"), args);
};

const experimentOf = async (sweep: string, args: readonly string[] = [], experiment = withoutSetting) =>
  (await sweepOf(makeSweepProject(`experiment: ../ring.yaml\n${sweep}`), experiment, args)).plan.experiment;

test("trials leave the teacher's curve out", async () => {
  const experiment = await experimentOf(lambdas, ["distill.batch=16"]);
  expect(experiment).toMatchObject({ overrides: ["distill.batch=16"], added: ["evaluate.teacherCurve=null"] });
  expect(trialOverrides(experiment)).toEqual(["distill.batch=16", "evaluate.teacherCurve=null"]);
});

test.each([
  ["a parameter", "parameters: { evaluate.teacherCurve.samples: [16, 32] }\n", []],
  ["a constant", "parameters: { loss.lambda: [0, 1], evaluate.teacherCurve: { value: { samples: 16 } } }\n", []],
  ["a replicate", "parameters: { loss.lambda: [0] }\nrepeat: { evaluate.teacherCurve.samples: [16, 32] }\n", []],
  ["an override", lambdas, ["evaluate.teacherCurve.samples=16"]],
  ["an override that leaves it out", lambdas, ["evaluate.teacherCurve=null"]],
])("trials have the curve that %s sets", async (_, text, args) => {
  const experiment = await experimentOf(text, args);
  expect(experiment.added).toBeUndefined();
  expect(trialOverrides(experiment)).toEqual(args);
});

test("trials have the curve that the experiment sets, also to its default", async () => {
  const experiment = withoutSetting.replace("evaluate: {", "evaluate: { teacherCurve: {},");
  expect((await experimentOf(lambdas, [], experiment)).added).toBeUndefined();
});

test("a sweep that version 0.1.0 began goes on with the curve, and not with an edited experiment", async () => {
  const project = makeSweepProject(`experiment: ../ring.yaml\n${lambdas}`);
  const out = join(temporaryFolder({}), "sweep");
  const { plan, experiments } = await sweepOf(project, withoutSetting);
  const { added: _, ...former } = plan.experiment;
  await createStudy(out, { ...plan, experiment: { ...former, hash: "of-version-0.1.0" } }, { experiments });
  const continued = await createStudy(out, plan, { experiments });
  expect(trialOverrides(continued.plan.experiment)).toEqual([]);
  const edited = await sweepOf(project, `${withoutSetting}seed: 5\n`);
  await expect(createStudy(out, edited.plan, { experiments })).rejects.toThrow(/ring\.yaml/);
});
