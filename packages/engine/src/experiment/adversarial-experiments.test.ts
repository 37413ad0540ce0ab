import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const yaml = `
data: datasets/ring
teacher: teachers/denoiser
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;
const folder = temporaryFolder({ "experiment.yaml": yaml }, afterAll);

/** Error message of the experiment with these overrides; empty if it is valid. */
const errorOf = (overrides: readonly string[]): Promise<string> =>
  validateExperiment({ file: join(folder, "experiment.yaml"), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );

test("a loss that reads logits needs a fake score with a discriminator", async () => {
  const errorWith = (fakeScore: string) => errorOf(["loss=adversarial/bce", `fakeScore=${fakeScore}`]);
  expect(await errorWith("{ use: fake-scores/denoiser, init: random }")).toBe("");
  expect(await errorWith("{ use: fake-scores/denoiser, init: random, head: true }")).toBe("");
  expect(await errorWith("divergences/noise-and-ratio")).toContain(
    "`adversarial/bce` reads the logits of a discriminator, and `divergences/noise-and-ratio` has none",
  );
});

test("the student begins before the end", async () => {
  expect(await errorOf(["distill.steps=25", "distill.student.start=25"])).toBe("");
  expect(await errorOf(["distill.steps=25", "distill.student.start=26"])).toContain(
    "the student's first update is in iteration 26, and the distillation has 25",
  );
});

test("weights of a whole batch refuse micro-batches, also those of a term", async () => {
  const weighting = "{ use: weightings/sample-errors, of: weightings/sid, mean: true }";
  const terms = `{ score: sid/l2, adversarial: { use: adversarial/bce, weighting: ${weighting} } }`;
  const loss = `loss={ use: losses/sum, terms: ${terms} }`;
  expect(await errorOf([loss])).toBe("");
  expect(await errorOf([loss, "distill.microBatch=32"])).toContain("computes statistics of a whole batch");
});
