import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleTeacher } from "../finished-run/index.ts";
import { readTeacherCurve, runFolder, type TeacherCurve } from "../index.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 32 }
distill: { steps: 2, batch: 32 }
evaluate: { every: 2, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: { evaluations: [4, 1, 2], samples: 32 } }
`;

const { folder, runTo } = createRunRecorder(yaml);

/** Runs an experiment. Returns its folder, the metrics of its teacher, the teacher curve and the names of the saved samples. */
async function runTeacher(name: string, overrides: readonly string[]) {
  const { teacher, metrics } = await runTo(name, undefined, { overrides });
  expect(metrics["sw2"]).toBeGreaterThan(0);
  const out = join(folder, name);
  const { samples, teacherCurve } = runFolder(out);
  const curve = await readTeacherCurve(teacherCurve).catch(() => undefined);
  return { out, curve, metrics: Object.keys(teacher), files: await readdir(samples) };
}

const singleLevel = (path: string) => `${path}.time={ use: dde/single-level, sigma: 0.4 }`;
const singleLevelModels = [singleLevel("distill.student"), singleLevel("distill.fakeScore")];

test("a teacher of all noise levels is evaluated even if the student is trained at one", async () => {
  const { metrics, files } = await runTeacher("all-levels", singleLevelModels);
  expect(metrics).toEqual(["sw2"]);
  expect(files).toContain("teacher.npy");
});

test("a teacher trained at one noise level is not sampled and has no metrics", async () => {
  const { out, curve, metrics, files } = await runTeacher("one-level", [...singleLevelModels, singleLevel("pretrain")]);
  expect(metrics).toEqual([]);
  expect(files).toContain("student.npy");
  expect(files).not.toContain("teacher.npy");
  expect(curve).toBeUndefined();
  await expect(sampleTeacher({ run: out, count: 1, seed: 0, steps: 1, sampler: "euler" })).rejects.toThrow(
    /its teacher is trained at sigma = 0.4 only/,
  );
});

test("the teacher curve has a point for each number of steps within the budgets", async () => {
  const { curve, files } = await runTeacher("curve", []);
  const cost = ({ sampler, steps, evaluations }: TeacherCurve["points"][number]) => [sampler, steps, evaluations];
  expect(curve!.points.map(cost)).toEqual([
    ["euler", 1, 1],
    ["euler", 2, 2],
    ["euler", 4, 4],
    ["heun", 1, 1],
    ["heun", 2, 3],
  ]);
  expect(curve!.samples).toBe(32);
  for (const { metrics } of [...curve!.points, { metrics: curve!.student }, { metrics: curve!.floors }]) {
    expect(metrics["sw2"]).toBeGreaterThan(0);
  }
  // One step of Heun's method equals one of Euler's, from the same noise.
  expect(curve!.points[3]!.metrics).toEqual(curve!.points[0]!.metrics);
  expect(files.filter((file) => /^teacher-/.test(file))).toEqual([
    "teacher-00001.npy",
    "teacher-00002.npy",
    "teacher-00004.npy",
  ]);
});

test("a run that is interrupted between two points of the curve is continued and ends as an uninterrupted one", async () => {
  /** Runs to the end, or to a number of points. */
  const runToPoint = async (name: string, stopAt = Infinity) => {
    const points: string[] = [];
    const controller = new AbortController();
    const { status } = await runTo(name, undefined, {
      signal: controller.signal,
      onEvent(event) {
        if (event.event !== "curve") return;
        points.push(`${event.sampler} ${event.evaluations}`);
        if (points.length === stopAt) controller.abort();
      },
    });
    const curve = await readTeacherCurve(runFolder(join(folder, name)).teacherCurve).catch(() => undefined);
    return { status, curve, points };
  };
  const whole = await runToPoint("uninterrupted");
  expect(whole.points).toEqual(["euler 1", "euler 2", "euler 4", "heun 1", "heun 3"]);
  expect(await runToPoint("interrupted", 2)).toEqual({
    status: "interrupted",
    curve: undefined,
    points: ["euler 1", "euler 2"],
  });
  expect(await runToPoint("interrupted")).toEqual(whole);
});

test("no curve is measured with `teacherCurve: null`", async () => {
  expect((await runTeacher("no-curve", ["evaluate.teacherCurve=null"])).curve).toBeUndefined();
});

test("the teacher of a run is sampled from the run folder, and without classes if it is unconditional", async () => {
  const { out } = await runTeacher("sampled", []);
  const options = { run: out, count: 5, seed: 1, steps: 3 };
  const [heun, again, ancestral] = await Promise.all(
    (["heun", "heun", "ancestral"] as const).map((sampler) => sampleTeacher({ ...options, sampler })),
  );
  expect(heun!.shape).toEqual([5, 2]);
  expect(again).toEqual(heun);
  expect(ancestral!.data).not.toEqual(heun!.data);
  await expect(sampleTeacher({ ...options, sampler: "euler", class: 1 })).rejects.toThrow(
    /--class: the model of this run is unconditional/,
  );
});
