import { describe, expect, test } from "vitest";
import { microBatchDistance } from "./ring-distillation.fixture.ts";

const labels = ["network.conditional=true", "teacher=teachers/denoiser", "fakeScore=fake-scores/denoiser"];
const adapters = [
  ...["teacher=teachers/denoiser", "student.init=teacher", "student.adapter={ rank: 2 }"],
  ...["fakeScore.init=teacher", "fakeScore.adapter={ rank: 3, targets: ['blocks.*'] }"],
];
const realSamples = ["loss=lsgan/least-squares", "fakeScore={ use: lsgan/critic, width: 24 }"];

describe.each([1, 2])("micro-batches of %i of a batch of 8 give the same state to 1e-5", (microBatch) => {
  test.each<[string, readonly string[]]>([
    ["two updates of the fake score", []],
    ["class labels", labels],
    ["adapters", adapters],
    ["real samples as draws of the loss", realSamples],
  ])("with %s", async (_, overrides) => {
    expect(await microBatchDistance(microBatch, overrides)).toBeLessThan(1e-5);
  });
});
