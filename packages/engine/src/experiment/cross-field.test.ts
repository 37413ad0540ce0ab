import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { crossFieldProblems } from "./cross-field.ts";
import { validateExperiment } from "./validate.ts";

const experiment = `
data: datasets/ring
teacher: teachers/denoiser
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;
const folder = temporaryFolder(
  {
    "experiment.yaml": experiment,
    "of-files.yaml": experiment.replace("datasets/ring", "{ use: datasets/arrays, path: data/x.npy }"),
  },
  afterAll,
);

/** Error message of the experiment with these overrides; empty if it is valid. */
const errorOf = (overrides: readonly string[]): Promise<string> =>
  validateExperiment({ file: join(folder, "experiment.yaml"), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );

const levelAt = (path: string, options: string) => `${path}={ use: dde/single-level, ${options} }`;
const modelLevel = (name: "student" | "fakeScore", options: string) => levelAt(`distill.${name}.time`, options);

test("an average has no more evaluations than the run", async () => {
  const steps = ["distill.steps=25", "evaluate.every=10"];
  expect(await errorOf([...steps, "evaluate.average=3"])).toBe("");
  expect(await errorOf([...steps, "evaluate.average=4"])).toContain(
    "an average over 4 evaluations, and 25 steps with one every 10 have 3",
  );
});

test("a rule for the fake score's updates has updates to leave out, and whole batches", async () => {
  const rule = ["distill.fakeScore.updates=40", "distill.fakeScore.until={every: 10}"];
  expect(await errorOf(rule)).toBe("");
  expect(await errorOf([...rule, "distill.fakeScore.updates=10"])).toContain(
    "the loss is measured after 10 updates, and there are at most 10",
  );
  expect(await errorOf([...rule, "distill.microBatch=256"])).toContain("no updates that can be left out");
});

describe("a loss reads the output that the fake score has", () => {
  test.each([
    ["sid/l2", "fake-scores/denoiser"],
    ["dde/energy-kl", "dde/energies"],
    ["lsgan/least-squares", "lsgan/critic"],
  ])("%s with %s", async (loss, fakeScore) => {
    const init = fakeScore === "fake-scores/denoiser" ? ["fakeScore.init=random"] : [];
    expect(await errorOf([`loss=${loss}`, `fakeScore=${fakeScore}`, ...init])).toBe("");
  });

  test.each([
    ["lsgan/least-squares", "fake-scores/denoiser", "the output `logit` from the fake score", "the noise"],
    ["sid/l2", "lsgan/critic", "the noise from the fake score", "the output `logit`"],
    ["sid/l1", "dde/energies", "the noise", "the output `energies`"],
    ["dde/energy-kl", "lsgan/critic", "the output `energies`", "the output `logit`"],
  ])("%s refuses %s", async (loss, fakeScore, required, provided) => {
    const message = await errorOf([`loss=${loss}`, `fakeScore=${fakeScore}`]);
    expect(message).toContain(`reads ${required}`);
    expect(message).toContain(`predicts ${provided}`);
    expect(message).toContain(`the family \`${(loss.startsWith("sid") ? fakeScore : loss).split("/")[0]!}\``);
  });
});

describe("no model is evaluated at a noise level at which it is not trained", () => {
  const oneLevel = [modelLevel("student", "sigma: 0.3"), modelLevel("fakeScore", "sigma: 0.3")];

  test.each([
    ["many levels for all models", []],
    ["one level for student and fake score, many for the teacher", oneLevel],
    ["one level for all models", [...oneLevel, levelAt("pretrain.time", "sigma: 0.3")]],
    [
      "annealed student and fake score, many levels for the teacher",
      [modelLevel("student", "sigma: 0.1, sigma0: 1"), modelLevel("fakeScore", "sigma: 0.1, sigma0: 1")],
    ],
    [
      "a closed-form teacher, which is valid at all levels",
      [...oneLevel, levelAt("pretrain.time", "sigma: 7"), "teacher=teachers/mixture"],
    ],
  ])("%s", async (_, overrides) => expect(await errorOf(overrides)).toBe(""));

  test.each([
    [
      [modelLevel("student", "sigma: 0.3")],
      "the fake score is trained at many levels, and the student evaluates it at sigma = 0.3",
    ],
    [
      [modelLevel("student", "sigma: 0.3"), modelLevel("fakeScore", "sigma: 0.2")],
      "the fake score is trained at sigma = 0.2, and the student evaluates it at sigma = 0.3",
    ],
    [
      [modelLevel("student", "sigma: 0.1, sigma0: 1"), modelLevel("fakeScore", "sigma: 0.1")],
      "and the student evaluates it at sigma from 1 down to 0.1",
    ],
    [
      [...oneLevel, levelAt("pretrain.time", "sigma: 0.2")],
      "the teacher is trained at sigma = 0.2 only, and the student evaluates it at sigma = 0.3",
    ],
    [
      [levelAt("pretrain.time", "sigma: 0.2")],
      "the teacher is trained at sigma = 0.2 only, and the student evaluates it at many",
    ],
    [
      [levelAt("pretrain.time", "sigma: 0.2, sigma0: 1")],
      "the teacher is trained at sigma from 1 down to 0.2: in the end it predicts well at the last level only",
    ],
  ])("%j: %s", async (overrides, message) => expect(await errorOf(overrides)).toContain(message));
});

describe("a metric of class probabilities needs a classifier", () => {
  const metrics = "evaluate.metrics=[metrics/frechet, metrics/classes]";

  test("the extractor of digits is one", async () => {
    const digits = ["data=datasets/mnist", "student=students/denoiser", "evaluate.extractor=extractors/digits"];
    expect(await errorOf([...digits, metrics])).toBe("");
  });

  test("the identity is not", async () => {
    expect(await errorOf([metrics])).toContain(
      "`metrics/classes` needs class probabilities, and `extractors/identity` is not a classifier",
    );
  });
});

describe("dropout needs a network that has it", () => {
  const [student, fakeScore] = ["distill.student.dropout=true", "distill.fakeScore.dropout=true"];
  const images = ["data={ use: datasets/mnist, size: 7 }", "student=students/denoiser"];
  const unet = (rate: number) => `{ use: networks/unet, multipliers: [1], patch: 1, dropout: ${rate} }`;

  test("one with a rate", async () => {
    expect(await errorOf([...images, `network=${unet(0.1)}`, student, fakeScore])).toBe("");
  });

  test.each(["networks/mlp", unet(0)])("not %s", async (network) => {
    const message = await errorOf([...images, `network=${network}`, student, fakeScore]);
    expect(message).toContain("`students/denoiser` has no dropout");
    expect(message).toContain("`fake-scores/denoiser` has no dropout");
  });

  test("no dropout is no dropout in any network", async () => {
    expect(await errorOf(["distill.student.dropout=false"])).toBe("");
  });
});

describe("recomputation needs a network with blocks", () => {
  const recompute = ["pretrain.recompute=true", "distill.recompute=true"];
  const images = ["data={ use: datasets/mnist, size: 7 }", "student=students/denoiser"];

  test("a U-Net has blocks", async () => {
    const network = "network={ use: networks/unet, multipliers: [1], patch: 1 }";
    expect(await errorOf([...images, network, ...recompute])).toBe("");
  });

  test("an MLP has none", async () => {
    const message = await errorOf([...images, "network=networks/mlp", ...recompute]);
    expect(message).toContain("at pretrain.recompute\n");
    expect(message).toContain("at distill.recompute\n");
    expect(message).toContain("`networks/mlp` has no blocks that can be recomputed");
  });

  test("an experiment without a network has none", async () => {
    const without = ["teacher=teachers/mixture", "fakeScore={ use: dde/energies }", "loss=dde/energy-kl"];
    expect(await errorOf([...without, "distill.recompute=true"])).toContain(
      "no plugin of the experiment uses a network",
    );
  });
});

describe("the relative path of an option starts from", () => {
  test("the folder of the file that contains it", async () => {
    const validation = validateExperiment({ file: join(folder, "of-files.yaml") });
    await expect(validation).rejects.toThrow(`there is no file ${join(folder, "data/x.npy")}`);
  });

  test("the current folder, for an override", async () => {
    const message = await errorOf(["data={ use: datasets/arrays, path: x.npy }"]);
    expect(message).toContain(`there is no file ${join(process.cwd(), "x.npy")}`);
  });
});

test("unrolled updates are refused with micro-batches and with recomputed blocks", async () => {
  const unroll = "distill.student.unroll.steps=1";
  expect(await errorOf([unroll])).toBe("");
  expect(await errorOf([unroll, "distill.batch=8", "distill.microBatch=2"])).toContain(
    "each micro-batch would have a response of the fake score of its own",
  );
  expect(await errorOf([unroll, "distill.recompute=true"])).toContain("cannot be differentiated twice");
});

test("micro-batches are refused with a loss or weighting that computes statistics of the batch", async () => {
  const overrides = ["distill.batch=8", "distill.microBatch=2"];
  const experiment = await validateExperiment({ file: join(folder, "experiment.yaml"), overrides });
  const components = await createComponents(experiment);
  const { distillation, pretraining } = components;
  const [loss, weighting] = [distillation.loss, pretraining.weighting].map((part) => ({
    ...part,
    batchStatistics: true,
  }));
  const problems = (change: Partial<Components>) => crossFieldProblems(experiment, { ...components, ...change });
  expect(problems({ distillation: { ...distillation, loss: loss as typeof distillation.loss } })).toEqual([
    {
      where: "distill.microBatch",
      what: expect.stringMatching(/^`sid\/l2` computes statistics of a whole batch/) as unknown,
      fix: "leave out `distill.microBatch`",
    },
  ]);
  expect(problems({ pretraining: { ...pretraining, weighting: weighting! } })).toEqual([]);
});
