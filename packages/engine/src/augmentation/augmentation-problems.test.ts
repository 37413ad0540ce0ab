import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { validateExperiment } from "../index.ts";
import { labelledDigitsYaml } from "./labelled-digits.fixture.ts";

const folder = temporaryFolder({ "experiment.yaml": labelledDigitsYaml }, afterAll);

/** Error message of the experiment with these overrides; empty if it is valid. */
const errorOf = (...overrides: string[]): Promise<string> =>
  validateExperiment({ file: join(folder, "experiment.yaml"), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );
const [augmented, fakeScore] = ["pretrain.augment.probability=0.12", "distill.fakeScore.augment.probability=0.12"];

describe("an augmentation needs a network that receives its nine labels", () => {
  test("networks with nine are accepted, with all weights and with an adapter", async () => {
    expect(await errorOf(augmented, fakeScore)).toBe("");
    expect(await errorOf(fakeScore, "fakeScore.adapter={ rank: 2 }")).toBe("");
  });

  test("others are refused with the number of labels, unless labels are off", async () => {
    expect(await errorOf(augmented, "network.augmentations=3")).toContain(
      "an augmentation has 9 labels, and the network of `teachers/denoiser` receives 3 labels",
    );
    const message = await errorOf(fakeScore, "network={ use: networks/unet, multipliers: [1], patch: 1 }");
    expect(message).toContain("the network of `fake-scores/denoiser` receives no labels");
    expect(message).toContain("or write `labels: false`");
    expect(await errorOf(fakeScore, "network.augmentations=0", "distill.fakeScore.augment.labels=false")).toBe("");
  });
});

test("samples that are no square images are refused", async () => {
  const vectors = ["data=datasets/ring", "network=networks/mlp", fakeScore];
  expect(await errorOf(...vectors)).toContain("only square images can be augmented, and the data have samples of 2");
});
