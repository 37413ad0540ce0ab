import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleTeacher } from "../finished-run/index.ts";
import { readMetrics, readTeacherCurve, runFolder } from "../index.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { folder, runTo } = createRunRecorder(`
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 16 }
distill: { steps: 2, batch: 16 }
evaluate: { every: 1, samples: 16, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: { evaluations: [1], samples: 16 } }
`);

test("a run trains its teacher, distills it and evaluates both", async () => {
  const { status, metrics, floors, baselines, teacher } = await runTo("run");
  expect(["completed", "not-converged"]).toContain(status);
  for (const values of [metrics, floors, baselines, teacher]) expect(values["sw2"]).toBeGreaterThan(0);
  const paths = runFolder(join(folder, "run"));
  const rows = await readMetrics(paths.metrics);
  expect(rows.map(({ phase, step }) => `${phase} ${step}`)).toEqual([
    "pretrain 2",
    "distill 0",
    "distill 1",
    "distill 2",
  ]);
  expect(Object.keys(rows[1]!.values)).toEqual(expect.arrayContaining(["sw2", "sw2.floor", "sw2.teacher", "diag.V"]));
  expect(rows[3]!.values["sw2"]).toBe(metrics["sw2"]);
  expect((await readdir(paths.samples)).sort()).toEqual(
    ["data", "student-000000000", "student-000000001", "student-000000002", "student", "teacher-00001", "teacher"]
      .map((name) => `${name}.npy`)
      .concat("checksums.json")
      .sort(),
  );
  expect((await readTeacherCurve(paths.teacherCurve)).points).toHaveLength(1);
  expect((await sampleTeacher({ run: paths.root, count: 5, seed: 1, steps: 3, sampler: "heun" })).shape).toEqual([
    5, 2,
  ]);
});

test("an interrupted run keeps the metrics of its last evaluation, and measures and saves nothing more", async () => {
  const overrides = ["distill.steps=4", "evaluate.every=2", "log.every=1"];
  const files = async () => readdir(runFolder(join(folder, "interrupted")).samples);
  const interrupted = await runTo("interrupted", { phase: "distill", step: 3 }, { overrides });
  const rows = await readMetrics(runFolder(join(folder, "interrupted")).metrics);
  expect(interrupted.status).toBe("interrupted");
  expect(rows.at(-1)!.step).toBe(3);
  expect(interrupted.metrics).toEqual({
    sw2: rows.find(({ step, phase }) => phase === "distill" && step === 2)!.values["sw2"],
  });
  expect(await files()).not.toContain("student.npy");
  const finished = await runTo("interrupted", undefined, { overrides });
  expect(finished.metrics["sw2"]).not.toBe(interrupted.metrics["sw2"]);
  expect(await files()).toContain("student.npy");
});
