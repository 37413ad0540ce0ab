import { type NDArray, type NDArrays, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { denoisingDraws } from "../steps/denoising.ts";
import { distillationDraws } from "../steps/distillation-draws.ts";
import { compiledDistance, componentsOf, microBatchDistance, train } from "../steps/ring-distillation.fixture.ts";

const conditional = ["data.modes=4", "network.conditional=true", "teacher=teachers/denoiser"];
const dropped = "distill.fakeScore.labelDropout=0.25";
const scales = (...numbers: number[]) =>
  ["teacher", "fakeScore", "fakeScoreTraining", "student"].map((name, i) => `distill.guidance.${name}=${numbers[i]}`);

test("with guidance of all models and label dropout, compiled iterations equal those op by op", async () => {
  const guided = [...conditional, ...scales(2, 1.5, 3, 2), dropped];
  expect(await compiledDistance(guided)).toBeLessThan(1e-5);
  expect(await compiledDistance([...conditional, ...scales(2, 0, 0, 1)])).toBeLessThan(1e-5);
});

test("with guidance and label dropout, micro-batches equal the batch", async () => {
  expect(await microBatchDistance(4, [...conditional, ...scales(2, 2, 2, 1), dropped])).toBeLessThan(1e-5);
});

test("guidance at scale 1 and a label dropout of 0 leave every bit as without them", async () => {
  const run = async (...overrides: string[]) => train(await componentsOf([...conditional, ...overrides]), "ort", 5);
  const plain = await run();
  expect(await run(...scales(1, 1, 1, 1), "distill.fakeScore.labelDropout=0")).toEqual(plain);
  expect(await run("distill.guidance.teacher=2")).not.toEqual(plain);
});

/** Draws of an iteration with two updates of the fake score, and of a step of the teacher's training. */
async function drawsOf(...overrides: string[]): Promise<{ distill: NDArrays; pretrain: NDArrays }> {
  const { distillation, pretraining } = await componentsOf([...conditional, ...overrides]);
  return {
    distill: distillationDraws(distillation, random(0, "draws", 1), 1),
    pretrain: denoisingDraws({ ...pretraining, batch: 400, microBatch: 400 }, random(0, "pretrain", 1), 1),
  };
}

/** Checks that a fraction `rate` of labels, and only those, have become `classes`. */
function expectDropped(labels: NDArray, original: NDArray, rate: number) {
  const isDropped = [...labels.data].map((label) => label === 4);
  labels.data.forEach((label, i) => expect(label).toBe(isDropped[i] ? 4 : original.data[i]));
  const fraction = isDropped.filter(Boolean).length / isDropped.length;
  expect(Math.abs(fraction - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / isDropped.length));
  expect(fraction).toBeGreaterThan(0);
}

test("label dropout of the teacher's training replaces its fraction of the labels, and no other draw", async () => {
  const [{ pretrain: plain }, { pretrain }] = [await drawsOf(), await drawsOf("pretrain.labelDropout=0.25")];
  expectDropped(pretrain["label"]!, plain["label"]!, 0.25);
  expect({ ...pretrain, label: undefined }).toEqual({ ...plain, label: undefined });
});

test("label dropout of the fake score changes its labels alone, each update's by itself", async () => {
  const [{ distill: plain }, { distill }] = [
    await drawsOf("distill.batch=400"),
    await drawsOf("distill.batch=400", dropped),
  ];
  const own = ["fakeScore.0.fakeScoreLabel", "fakeScore.1.fakeScoreLabel"];
  for (const name of own) expectDropped(distill[name]!, plain[name.replace("fakeScoreLabel", "label")]!, 0.25);
  const positions = own.map((name) => [...distill[name]!.data].flatMap((label, i) => (label === 4 ? [i] : [])));
  expect(positions[0]).not.toEqual(positions[1]);
  const others = Object.fromEntries(Object.entries(distill).filter(([name]) => !own.includes(name)));
  expect(others).toEqual(plain);
});

test("as in SiD-LSG's code, the same labels are dropped for the student in these updates", async () => {
  const both = [dropped, "distill.fakeScore.labelDropoutInStudent=true"];
  const [{ distill: one }, { distill }] = [await drawsOf(dropped), await drawsOf(...both)];
  expect(distill["fakeScore.0.label"]).toEqual(one["fakeScore.0.fakeScoreLabel"]);
  expect(distill["fakeScore.0.fakeScoreLabel"]).toBeUndefined();
  expect(distill["student.label"]).toEqual(one["student.label"]);
});
