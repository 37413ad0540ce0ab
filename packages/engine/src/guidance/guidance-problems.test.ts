import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";

const experiment = `
data: { use: datasets/ring, modes: 3 }
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8, conditional: true }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
`;
const folder = temporaryFolder({ "classes.yaml": experiment }, afterAll);
const read = (...overrides: string[]) => validateExperiment({ file: join(folder, "classes.yaml"), overrides });
const warningsWith = async (...overrides: string[]) => (await read(...overrides)).warnings;

const [teacher, fakeScore, training] = ["teacher", "fakeScore", "fakeScoreTraining"].map(
  (name) => `distill.guidance.${name}=2`,
) as [string, string, string];
const dropout = "pretrain.labelDropout=0.1";
const ofFakeScore = "distill.fakeScore.labelDropout=0.1";

describe("an error", () => {
  test.each([dropout, ofFakeScore, teacher, fakeScore, training, "distill.guidance.student=2", "evaluate.guidance=2"])(
    "for %s without classes, at its place",
    async (override) => {
      const where = override.split("=")[0]!;
      const error = read("network.conditional=false", override);
      await expect(error).rejects.toThrow(where.split(".").at(-1)!);
      await expect(error).rejects.toThrow("the networks of this experiment have no classes");
      const of = read("network.conditional=false", "data=datasets/two-spirals", override);
      await expect(of).rejects.toThrow("the data have no classes");
    },
  );

  test("for guidance of a fake score that does not predict the noise", async () => {
    const critic = ["fakeScore=lsgan/critic", "loss=lsgan/least-squares"];
    await expect(read(...critic, fakeScore)).rejects.toThrow("guidance is for predictions of the noise");
  });

  test("for dropping the student's labels where none are dropped", async () => {
    await expect(read("distill.fakeScore.labelDropoutInStudent=true")).rejects.toThrow("no labels are dropped");
  });
});

test("scales of 1 and a dropout of 0 need no classes", async () => {
  const one = ["teacher", "fakeScore", "fakeScoreTraining", "student"].map((name) => `distill.guidance.${name}=1`);
  const none = ["evaluate.guidance=1", "pretrain.labelDropout=0"];
  expect((await read("network.conditional=false", ...one, ...none)).warnings).toEqual([]);
});

describe("a warning", () => {
  test("for a guided teacher that is trained without label dropout", async () => {
    expect(await warningsWith(teacher, dropout)).toEqual([]);
    expect(await warningsWith(teacher)).toEqual([
      expect.stringMatching(/^distill\.guidance\.teacher: .* without label dropout.*set pretrain\.labelDropout/),
    ]);
    expect(await warningsWith("evaluate.guidance=2")).toEqual([expect.stringContaining("evaluate.guidance")]);
  });

  test("but not if the network withholds classes itself", async () => {
    const unet = ["data={use: datasets/mnist, size: 14}", "evaluate.samples=16"];
    const network = (rate: number) =>
      `network={use: networks/song-unet, channels: 4, multipliers: [1], attention: [], conditional: true, labelDropout: ${rate}}`;
    expect(await warningsWith(...unet, network(0.1), teacher)).toEqual([]);
    expect(await warningsWith(...unet, network(0), teacher)).toHaveLength(1);
  });

  test("for a guided fake score that is never trained without a class", async () => {
    expect(await warningsWith(fakeScore, training)).toEqual([expect.stringContaining("never trained without a class")]);
    expect(await warningsWith(fakeScore, training, ofFakeScore)).toEqual([]);
    const zero = ["distill.guidance.fakeScore=0", "distill.guidance.fakeScoreTraining=0"];
    expect(await warningsWith(...zero)).toEqual([]);
  });

  test("for a fake score that the identity reads at another scale than it is trained at", async () => {
    const expected = [expect.stringContaining("the score identity holds") as unknown];
    expect(await warningsWith(fakeScore, ofFakeScore)).toEqual(expected);
    expect(await warningsWith(training, ofFakeScore)).toEqual(expected);
    expect(await warningsWith(fakeScore, ofFakeScore, "loss=divergences/reverse-kl")).toEqual([]);
  });
});
