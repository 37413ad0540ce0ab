import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterAll(() => rm(folder, { recursive: true }));

const base = `
data: datasets/ring
teacher: teachers/denoiser
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;

/** What is wrong with an experiment, or nothing. */
async function verdictOn(overrides: readonly string[]): Promise<string> {
  const file = join(folder, "experiment.yaml");
  await writeFile(file, base);
  return validateExperiment({ file, overrides }).then(
    () => "",
    (error: Error) => error.message,
  );
}

const at = (path: string, options: string) => `${path}={ use: dde/single-level, ${options} }`;
const player = (name: "student" | "fakeScore", options: string) => at(`distill.${name}.time`, options);

describe("a loss and a fake score speak of the same thing", () => {
  test.each([
    ["sid/l2", "fake-scores/denoiser"],
    ["dde/energy-kl", "dde/energies"],
    ["lsgan/least-squares", "lsgan/critic"],
  ])("%s with %s", async (loss, fakeScore) => {
    const init = fakeScore === "fake-scores/denoiser" ? ["fakeScore.init=random"] : [];
    expect(await verdictOn([`loss=${loss}`, `fakeScore=${fakeScore}`, ...init])).toBe("");
  });

  test.each([
    ["lsgan/least-squares", "fake-scores/denoiser", "reads the output `logit` from the fake score", "gives the noise"],
    ["sid/l2", "lsgan/critic", "reads the noise from the fake score", "gives the output `logit`"],
    ["sid/l1", "dde/energies", "reads the noise", "gives the output `energies`"],
    ["dde/energy-kl", "lsgan/critic", "reads the output `energies`", "gives the output `logit`"],
  ])("%s refuses %s", async (loss, fakeScore, reads, gives) => {
    const message = await verdictOn([`loss=${loss}`, `fakeScore=${fakeScore}`]);
    expect(message).toContain(reads);
    expect(message).toContain(gives);
    expect(message).toContain(`the family \`${(loss.startsWith("sid") ? fakeScore : loss).split("/")[0]!}\``);
  });
});

describe("nobody is asked at a level at which they were not trained", () => {
  test.each([
    ["many levels for all", []],
    [
      "one for the players, the teacher knows many",
      [player("student", "sigma: 0.3"), player("fakeScore", "sigma: 0.3")],
    ],
    [
      "one for all",
      [player("student", "sigma: 0.3"), player("fakeScore", "sigma: 0.3"), at("pretrain.time", "sigma: 0.3")],
    ],
    [
      "annealed players, the teacher knows many",
      [player("student", "sigma: 0.1, sigma0: 1"), player("fakeScore", "sigma: 0.1, sigma0: 1")],
    ],
    [
      "a closed form is trained nowhere",
      [
        player("student", "sigma: 0.3"),
        player("fakeScore", "sigma: 0.3"),
        at("pretrain.time", "sigma: 7"),
        "teacher=teachers/mixture",
      ],
    ],
  ])("%s", async (_, overrides) => expect(await verdictOn(overrides)).toBe(""));

  test.each([
    [
      [player("student", "sigma: 0.3")],
      "the fake score is trained at many levels, and the student asks it at sigma = 0.3",
    ],
    [
      [player("student", "sigma: 0.3"), player("fakeScore", "sigma: 0.2")],
      "the fake score is trained at sigma = 0.2, and the student asks it at sigma = 0.3",
    ],
    [
      [player("student", "sigma: 0.1, sigma0: 1"), player("fakeScore", "sigma: 0.1")],
      "and the student asks it at sigma from 1 down to 0.1",
    ],
    [
      [player("student", "sigma: 0.3"), player("fakeScore", "sigma: 0.3"), at("pretrain.time", "sigma: 0.2")],
      "the teacher is trained at sigma = 0.2 alone, and the student asks it at sigma = 0.3",
    ],
    [
      [at("pretrain.time", "sigma: 0.2")],
      "the teacher is trained at sigma = 0.2 alone, and the student asks it at many",
    ],
    [
      [at("pretrain.time", "sigma: 0.2, sigma0: 1")],
      "the teacher is trained at sigma from 1 down to 0.2: in the end it knows the last level alone",
    ],
  ])("%j: %s", async (overrides, message) => expect(await verdictOn(overrides)).toContain(message));
});

describe("a metric of classes asks for a classifier", () => {
  const digits = ["data=datasets/mnist", "student=students/denoiser"];
  const metrics = "evaluate.metrics=[metrics/frechet, metrics/classes]";
  test("which the digits have", async () => {
    expect(await verdictOn([...digits, metrics, "evaluate.extractor=extractors/digits"])).toBe("");
  });
  test("and samples as they are have none", async () => {
    expect(await verdictOn([metrics])).toContain(
      "`metrics/classes` looks at classes, and `extractors/identity` is no classifier",
    );
  });
});

describe("a file of an option", () => {
  test("starts from the folder of the file that says it, and one that is not there is looked for by its whole path", async () => {
    const file = join(folder, "of-files.yaml");
    await writeFile(file, base.replace("datasets/ring", "{ use: datasets/arrays, path: data/x.npy }"));
    await expect(validateExperiment({ file })).rejects.toThrow(`there is no file ${join(folder, "data/x.npy")}`);
  });
  test("of an override starts from where the command is typed", async () => {
    const path = join(process.cwd(), "x.npy");
    expect(await verdictOn(["data={ use: datasets/arrays, path: x.npy }"])).toContain(`there is no file ${path}`);
  });
});
