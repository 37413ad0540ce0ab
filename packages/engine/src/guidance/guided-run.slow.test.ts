import { join } from "node:path";
import { type NDArray, TweedieError } from "@tweedie/core";
import { beforeAll, expect, test } from "vitest";
import { exportRun, sampleRun, sampleTeacher } from "../finished-run/index.ts";
import { readTeacherCurve } from "../run/teacher-curve.ts";
import { runFolder } from "../run/run-folder.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { wideModesYaml } from "./wide-modes.fixture.ts";

const yaml = `${wideModesYaml}pretrain: { steps: 600, batch: 256, labelDropout: 0.2, optimizer: { lr: 3e-3 } }
distill:
  steps: 300
  batch: 256
  guidance: { teacher: 3, fakeScore: 3, fakeScoreTraining: 3 }
  student: { optimizer: { lr: 1e-3 }, ema: { halfLife: 2000 } }
  fakeScore: { labelDropout: 0.1 }
evaluate: { every: 300, samples: 512, draws: 256, metrics: [metrics/sliced-wasserstein], teacherSteps: 8, guidance: 3, teacherCurve: { evaluations: [1, 4, 7] } }
checkpoint: { every: 100 }
`;

const { folder, runTo, record } = createRunRecorder(yaml);
beforeAll(async () => void (await runTo("run")), 120_000);

/** Mean distance of samples of class 0, which is in the direction of x, along x. */
const meanX = ({ data, shape }: NDArray) =>
  Array.from({ length: shape[0]! }, (_, i) => data[2 * i]!).reduce((sum, x) => sum + x) / shape[0]!;

const options = () => ({ run: join(folder, "run"), count: 2000, seed: 0, class: 0 });
const guidedTeacher = (guidance?: number) => sampleTeacher({ ...options(), sampler: "heun", steps: 8, guidance });

test("guidance moves the teacher's samples of a class away from the other classes, and the student follows", async () => {
  const [unguided, guided] = [meanX(await guidedTeacher()), meanX(await guidedTeacher(3))];
  expect(Math.abs(unguided - 0.6)).toBeLessThan(0.06);
  expect(guided).toBeGreaterThan(unguided + 0.15);
  expect(meanX(await sampleRun(options()))).toBeGreaterThan(unguided + 0.1);
});

test("guidance at scale 1 is none, bit for bit", async () => {
  expect(await guidedTeacher(1)).toEqual(await guidedTeacher());
});

test("an evaluation of the guided teacher counts twice, and one that is not enough has no point", async () => {
  const { points } = await readTeacherCurve(runFolder(join(folder, "run")).teacherCurve);
  expect(points.map(({ evaluations }) => evaluations).every((n) => n % 2 === 0)).toBe(true);
  expect(points).toHaveLength(2);
  expect(points[0]!.evaluations).toBeLessThanOrEqual(4);
});

test("an interrupted run with guidance and label dropout ends bit for bit as an uninterrupted one", async () => {
  await runTo("interrupted", { phase: "pretrain", step: 550 });
  await runTo("interrupted", { phase: "distill", step: 150 });
  await runTo("interrupted");
  expect(await record("interrupted")).toEqual(await record("run"));
}, 240_000);

test("a guided student is exported with the evaluations of its guidance", async () => {
  const overrides = ["distill.guidance.student=2", "distill.steps=20", "evaluate.every=20"];
  await runTo("student", undefined, { overrides, cached: true });
  const [exported, plain] = [await exportRun(join(folder, "student")), await exportRun(join(folder, "run"))];
  expect((await exported.onnx()).length).toBeGreaterThan((await plain.onnx()).length);
});

test("guided sampling of an unconditional teacher is refused", async () => {
  await runTo("plain", undefined, {
    overrides: [
      "network.conditional=false",
      "pretrain={steps: 2, batch: 8, labelDropout: 0}",
      "distill={steps: 1, batch: 8, guidance: {teacher: 1, fakeScore: 1, fakeScoreTraining: 1}, fakeScore: {labelDropout: 0}}",
      "evaluate={every: 1, samples: 16, draws: 16, teacherSteps: 2, guidance: 1, teacherCurve: null}",
    ],
  });
  const unconditional = sampleTeacher({
    run: join(folder, "plain"),
    count: 2,
    seed: 0,
    sampler: "euler",
    steps: 1,
    guidance: 2,
  });
  await expect(unconditional).rejects.toThrow(TweedieError);
  await expect(unconditional).rejects.toThrow("unconditional");
});
