import { ndarray, type NDArray } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { join } from "node:path";
import { validateExperiment } from "../index.ts";
import { createLiveContext } from "./live-context.ts";
import { createLiveDistillation } from "./live-distillation.ts";
import { createLivePicture, teacherSamples } from "./live-picture.ts";
import { trainLiveTeacher } from "./live-teacher.ts";

const folder = temporaryFolder(
  {
    "ring.yaml": `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: { use: sid/l2, lambda: 0.7 }
distill: { batch: 16 }
evaluate: { samples: 16, draws: 16, teacherSteps: 8, metrics: [metrics/sliced-wasserstein], teacherCurve: null }
`,
  },
  afterAll,
);

async function begin(...overrides: string[]) {
  const experiment = await validateExperiment({ file: join(folder, "ring.yaml"), overrides });
  const context = await createLiveContext(experiment, await createExecutor("ort"));
  const teacher = await trainLiveTeacher(context, () => undefined);
  const distillation = await createLiveDistillation(context, teacher);
  const picture = await createLivePicture(distillation, context, { samples: 6, points: 2, arrows: 3, noises: 4 });
  return { context, teacher, distillation, picture };
}

const points = (...values: number[]): NDArray => ndarray([values.length / 2, 2], Float32Array.from(values));

test("samples of the student come from the same latents, and move with its training", async () => {
  const { picture, distillation } = await begin();
  const first = await picture.student();
  expect(first.shape).toEqual([6, 2]);
  expect(await picture.student()).toEqual(first);
  await distillation.iterate();
  expect(await picture.student()).not.toEqual(first);
});

test("the teacher denoises a point to the mean of it and its mode at their common width, and to the centre at a high level", async () => {
  const { picture } = await begin();
  const low = await picture.denoised(points(1.1, 0, 0, -1.2), 0.05);
  for (const [i, x] of [1.05, 0, 0, -1.1].entries()) expect(low["teacher"]!.data[i]).toBeCloseTo(x, 4);
  const high = await picture.denoised(points(0, 0, 0, 0), 50);
  expect(high["teacher"]!.data.every((x) => Math.abs(x) < 0.05)).toBe(true);
  expect(high["fakeScore"]!.shape).toEqual([2, 2]);
});

test("the arrows of the parts add up to those of the loss: L2 - lambda L1", async () => {
  const { picture } = await begin();
  const { loss, L1, L2 } = await picture.arrows(points(1, 0, 0, 1, -1, 0.5), 0.5);
  expect(loss!.shape).toEqual([3, 2]);
  for (const [i, value] of loss!.data.entries()) {
    expect(value).toBeCloseTo(L2!.data[i]! - 0.7 * L1!.data[i]!, 4);
    expect(Math.abs(value)).toBeGreaterThan(1e-6);
  }
});

test("a fake score of energies has no field, and its loss has arrows", async () => {
  const { picture } = await begin(
    "fakeScore={ use: dde/energies, width: 8, depth: 1 }",
    "loss=dde/energy-kl",
    "distill.student={ time: { use: dde/single-level, sigma: 0.2 }, weighting: weightings/none }",
    "distill.fakeScore={ time: { use: dde/single-level, sigma: 0.2 }, weighting: weightings/none }",
  );
  expect(Object.keys(await picture.denoised(points(0, 0, 1, 1), 0.2))).toEqual(["teacher"]);
  expect(Object.keys(await picture.arrows(points(1, 0, 0, 1, -1, 0.5), 0.2))).toEqual(["loss"]);
});

test("samples of the teacher lie at the modes of the ring", async () => {
  const { context, teacher } = await begin("evaluate.teacherSteps=32");
  const { shape, data } = await teacherSamples(context, teacher, 64);
  expect(shape).toEqual([64, 2]);
  const radii = Array.from({ length: 64 }, (_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!));
  expect(radii.filter((r) => Math.abs(r - 1) < 0.2).length).toBeGreaterThan(56);
});
