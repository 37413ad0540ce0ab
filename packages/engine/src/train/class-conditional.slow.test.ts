import { join } from "node:path";
import { type NDArray, TweedieError } from "@tweedie/core";
import { beforeAll, expect, test } from "vitest";
import { exportRun, sampleRun } from "../finished-run/index.ts";
import { validateExperiment } from "../index.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

/** Four modes in the directions east, north, west and south: class k is at the angle kπ/2. */
const yaml = `
data: { use: datasets/ring, modes: 4 }
network: { use: networks/mlp, width: 48, depth: 2, conditional: true }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 0.5 }
pretrain: { steps: 400, batch: 256, optimizer: { lr: 3e-3 } }
distill: { steps: 150, batch: 256, student: { optimizer: { lr: 1e-3 }, ema: { halfLife: 2000 } } }
evaluate: { every: 150, samples: 512, draws: 256, metrics: [metrics/modes], teacherSteps: 8, teacherCurve: null }
`;

const { folder, experimentFile, runTo } = createRunRecorder(yaml);
beforeAll(async () => void (await runTo("run")));

/** Fraction of samples whose nearest mode belongs to the class that `classOf` returns. */
function accuracy({ data, shape }: NDArray, classOf: (index: number) => number): number {
  const nearest = (x: number, y: number) => (Math.round(Math.atan2(y, x) / (Math.PI / 2)) + 4) % 4;
  const hits = Array.from({ length: shape[0]! }, (_, i) => nearest(data[2 * i]!, data[2 * i + 1]!) === classOf(i));
  return hits.filter(Boolean).length / hits.length;
}

const sample = (label?: number) => sampleRun({ run: join(folder, "run"), count: 200, seed: 0, class: label });

test("samples of a class are at its mode, and without a class they are of each class in turn", async () => {
  for (const label of [0, 1, 2, 3]) expect(accuracy(await sample(label), () => label)).toBeGreaterThan(0.95);
  expect(accuracy(await sample(), (i) => i % 4)).toBeGreaterThan(0.95);
});

test("a class that does not exist is refused", async () => {
  await expect(sample(4)).rejects.toThrow(TweedieError);
  await expect(sample(4)).rejects.toThrow("0 to 3");
});

test("the exported student has labels as an input", async () => {
  const student = await exportRun(join(folder, "run"));
  expect(student.classes).toBe(4);
  expect((await student.onnx()).length).toBeGreaterThan(10_000);
});

test("an unconditional student is refused for a class-conditional teacher", async () => {
  const overrides = ["student=students/mlp"];
  await expect(validateExperiment({ file: experimentFile, overrides })).rejects.toThrow(
    /the teacher has 4 classes, and `students\/mlp` has no classes/,
  );
});
