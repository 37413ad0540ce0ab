import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const yaml = `
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;
const folder = temporaryFolder(
  { "default.yaml": yaml, "images.yaml": `${yaml}distill: { images: 500M, batch: 256 }\n` },
  afterAll,
);

const experimentOf = (overrides: readonly string[], file = "default.yaml") =>
  validateExperiment({ file: join(folder, file), overrides });
const stepsOf = async (overrides: readonly string[], file?: string) => {
  const { pretrain, distill } = (await experimentOf(overrides, file)).settings;
  return { pretrain: pretrain.steps, distill: distill.steps };
};

describe("steps are images / batch, rounded up", () => {
  test.each([
    ["256000", 256, 1_000],
    ["256001", 256, 1_001],
    ["1", 256, 1],
    ["200k", 512, 391],
    ["1.1M", 8, 137_500],
    ["500M", 256, 1_953_125],
  ])("%s images in batches of %i are %i steps", async (images, batch, steps) => {
    for (const phase of ["pretrain", "distill"] as const) {
      const found = await stepsOf([`${phase}.images=${images}`, `${phase}.batch=${batch}`]);
      expect(found[phase]).toBe(steps);
    }
  });
});

test("an experiment with images is the same run as one with as many steps", async () => {
  const [images, steps] = [await experimentOf(["distill.images=51200"]), await experimentOf(["distill.steps=100"])];
  expect(images.hash).toBe(steps.hash);
  expect(images.resolved).toEqual(steps.resolved);
  expect(images.resolved["distill"]).not.toHaveProperty("images");
});

test("null stands for a length that is not set", async () => {
  expect((await stepsOf([])).distill).toBe(3_000);
  expect((await stepsOf(["distill.steps=null", "distill.images=null"])).distill).toBe(3_000);
  expect((await stepsOf(["distill.images=null", "distill.steps=10"], "images.yaml")).distill).toBe(10);
});

describe("a wrong length is refused", () => {
  test.each([
    ["distill.steps=10", "distill.images=10k", "`steps` and `images` both state the length"],
    ["pretrain.steps=10", "pretrain.images=10k", "`steps` and `images` both state the length"],
    ["distill.steps=null", "distill.images=200kb", "such as 200000, 200k or 500M"],
    ["distill.steps=null", "distill.images=0.0001k", "got 0.1 images"],
    ["distill.steps=null", "distill.images=99999999999M", "such as 200000, 200k or 500M"],
    ["distill.steps=null", "distill.images=0", "expected more than 0"],
    ["distill.steps=null", "distill.images=1.5", "got `1.5`"],
    ["distill.steps=null", "distill.images=true", "expected a number or a string"],
  ])("%s %s", async (steps, images, message) => {
    await expect(experimentOf([steps, images])).rejects.toThrow(message);
  });
});
