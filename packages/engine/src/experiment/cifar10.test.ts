import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { cifar10Files } from "./cifar10.fixture.ts";
import { validateExperiment } from "./validate.ts";

const { data, teacher, fid } = cifar10Files(temporaryFolder({}, afterAll));
const file = (name: string) => join(import.meta.dirname, `../../../../experiments/cifar10/${name}.yaml`);

/** Error message of an experiment with these overrides. */
const errorOf = (name: string, ...overrides: string[]): Promise<string> =>
  validateExperiment({ file: file(name), overrides }).then(
    () => "",
    (error: Error) => error.message,
  );

describe.each(["sid", "sid-lora"])("experiments/cifar10/%s.yaml", (name) => {
  test("is valid with the files that it names", async () => {
    const { settings } = await validateExperiment({ file: file(name), overrides: [data, teacher, ...fid] });
    const { batch, student, fakeScore } = settings.distill;
    expect([batch, student.dropout, fakeScore.dropout]).toEqual([256, true, true]);
    expect(fakeScore.augment).toEqual(expect.objectContaining({ probability: 0.12, labels: true }));
  });

  test("a missing file is named at its option, with where it comes from", async () => {
    expect(await errorOf(name, teacher, ...fid)).toMatch(/at data\.path\n[^]*cifar-10-binary\.tar\.gz/);
    const noNetwork = await errorOf(name, data, ...fid);
    expect(noNetwork).toMatch(/at teacher\.path\n[^]*edm-cifar10-32x32-uncond-vp\.pkl/);
    expect(noNetwork).toContain("https://github.com/NVlabs/edm");
    expect(await errorOf(name, data, teacher, fid[0]!)).toMatch(/at evaluate\.metrics\[0\]\n[^]*cifar10-32x32\.npz/);
    expect(await errorOf(name, data, teacher, fid[1]!)).toMatch(/at evaluate\.extractor\.path\n[^]*inception\.onnx/);
  });
});

test.each(["sida", "dmd2"])(
  "experiments/cifar10/%s.yaml is valid, in the phases of the published code",
  async (name) => {
    const { settings } = await validateExperiment({ file: file(name), overrides: [data, teacher, ...fid] });
    const { batch, steps, student, fakeScore } = settings.distill;
    if (name === "dmd2") return expect(steps * fakeScore.updates).toBe(200_000);
    // The code counts images before an iteration, and compares them with 100,000.
    const isUpdated = (iteration: number) => (iteration - 1) * batch > 100_000;
    expect([student.start! - 1, student.start!].map(isUpdated)).toEqual([false, true]);
  },
);

test("500 million images are 1,953,125 iterations of 256", async () => {
  const { settings } = await validateExperiment({ file: file("sid"), overrides: [data, teacher, ...fid] });
  expect(settings.distill.steps).toBe(1_953_125);
});
