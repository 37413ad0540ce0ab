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
])("%s: the exported file gives the samples of the run, for any batch", async (name, overrides) => {
  await runTo(name, undefined, { overrides });
  const out = join(folder, name);
  const { onnx, latentShape, shape, weights } = await exportRun(out);
  const dynamic = await InferenceSession.create(await onnx());
  expect([dynamic.inputNames, dynamic.outputNames]).toEqual([["z"], ["xg"]]);
  const fixed = await InferenceSession.create(await onnx(3));
  for (const count of [1, 3, 70]) {
    const samples = await sampleRun({ run: out, count, seed: 4 });
    const z = random(4, "sample").normal(count * sizeOf(latentShape));
    for (const session of count === 3 ? [dynamic, fixed] : [dynamic]) {
      const { xg } = await session.run({ z: new Tensor("float32", z, [count, ...latentShape]) });
      expect(xg!.dims).toEqual([count, ...shape]);
      expect(xg!.data as Float32Array).toBeAllClose(samples, { rtol: 0, atol: 1e-4 });
    }
  }
  expect(Object.keys(weights)).toContain("output.weight");
});
