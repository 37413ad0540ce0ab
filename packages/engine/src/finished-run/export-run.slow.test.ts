import { join } from "node:path";
import { random, sizeOf } from "@tweedie/core";
import "@tweedie/testing";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { exportRun, sampleRun } from "./index.ts";

const { folder, runTo } = createRunRecorder(`
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 3, batch: 32, optimizer: { lr: 0.01 } }
distill: { steps: 3, batch: 32, student: { optimizer: { lr: 0.01 } } }
evaluate: { every: 3, samples: 16, draws: 32, teacherSteps: 2, teacherCurve: null }
`);

test.each([
  ["a student with the teacher's architecture", []],
  ["an MLP with its own latent shape", ["student={ use: students/mlp, width: 16, depth: 1, latent: 5 }"]],
  ["a student of images", ["data={ use: datasets/mnist, size: 7 }"]],
  ["a student of three steps", ["student={ use: students/multistep, steps: 3 }"]],
  [
    "a class-conditional student of two steps of images",
    [
      "student={ use: students/multistep, steps: 2 }",
      "data={ use: datasets/mnist, size: 7 }",
      "network.conditional=true",
    ],
  ],
])("%s: the exported file gives the samples of the run, for any batch", async (name, overrides) => {
  await runTo(name, undefined, { overrides });
  const out = join(folder, name);
  const { onnx, latentShape, shape, classes, weights } = await exportRun(out);
  const dynamic = await InferenceSession.create(await onnx());
  const inputs = classes === undefined ? ["z"] : ["z", "label"];
  expect([dynamic.inputNames, dynamic.outputNames]).toEqual([inputs, ["xg"]]);
  const fixed = await InferenceSession.create(await onnx(3));
  for (const count of [1, 3, 70]) {
    const samples = await sampleRun({ run: out, count, seed: 4 });
    const z = random(4, "sample").normal(count * sizeOf(latentShape));
    for (const session of count === 3 ? [dynamic, fixed] : [dynamic]) {
      const label = Float32Array.from({ length: count }, (_, i) => i % (classes ?? 1));
      const { xg } = await session.run({
        z: new Tensor("float32", z, [count, ...latentShape]),
        ...(classes !== undefined && { label: new Tensor("float32", label, [count]) }),
      });
      expect(xg!.dims).toEqual([count, ...shape]);
      expect(xg!.data as Float32Array).toBeAllClose(samples, { rtol: 0, atol: 1e-5 });
    }
  }
  expect(Object.keys(weights)).toContain("output.weight");
});

test("a student of several steps is exported in another number of steps as it is sampled", async () => {
  const name = "a student of three steps";
  const out = join(folder, name);
  await runTo(name, undefined, { overrides: ["student={ use: students/multistep, steps: 3 }"] });
  for (const steps of [1, 5]) {
    const exported = await exportRun(out, {}, steps);
    expect([exported.steps, exported.latentShape]).toEqual([steps, [steps, 2]]);
    const session = await InferenceSession.create(await exported.onnx());
    const z = random(4, "sample").normal(20 * steps);
    const { xg } = await session.run({ z: new Tensor("float32", z, [10, steps, 2]) });
    const samples = await sampleRun({ run: out, count: 10, seed: 4, steps });
    expect(xg!.data as Float32Array).toBeAllClose(samples, { rtol: 0, atol: 1e-5 });
  }
});
