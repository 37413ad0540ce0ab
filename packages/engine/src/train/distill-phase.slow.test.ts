import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sampleTeacher } from "../finished-run/index.ts";
import { readMetrics, readTeacherCurve, run, runFolder, validateExperiment } from "../index.ts";
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
  const status = await runTo(name, undefined, { overrides });
  expect(status.metrics["sw2"]).toBeGreaterThan(0);
  const out = join(folder, name);
  const { samples, teacherCurve } = runFolder(out);
  const curve = await readTeacherCurve(teacherCurve).catch(() => undefined);
  return { out, curve, status, metrics: Object.keys(status.teacher), files: await readdir(samples) };
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

test("the teacher curve has the best candidate of each budget, measured like the student", async () => {
  const { curve, status, files } = await runTeacher("curve", []);
  const { points, choice, ...references } = curve!;
  expect(points.map(({ evaluations }) => evaluations)).toEqual([1, 2, 4]);
  expect(references).toEqual({
    samples: status.samples,
    student: status.metrics,
    floors: status.floors,
    spreads: { student: status.spreads?.student, floors: status.spreads?.floors },
  });
  expect(choice).toMatchObject({ metric: "sw2", samples: 32 });
  for (const { sampler, range, steps, evaluations, metrics, spreads } of points) {
    const tried = choice!.candidates.filter((candidate) => candidate.evaluations === evaluations);
    expect(tried).toHaveLength(evaluations === 1 ? 2 : 6);
    const best = Math.min(...tried.map(({ value }) => value));
    const chosen = tried.find(({ value }) => value === best)!;
    expect(chosen).toEqual({ sampler, range, steps, evaluations, value: best });
    // Other latents, and other real samples.
    expect(metrics["sw2"]).not.toBe(best);
    expect(spreads!["sw2"]).toBeGreaterThan(0);
  }
  expect(files.filter((file) => /^teacher-/.test(file))).toEqual([
    "teacher-00001.npy",
    "teacher-00002.npy",
    "teacher-00004.npy",
  ]);
  expect(status.teacherCurve).toEqual({
    metric: "sw2",
    samples: 64,
    student: { value: status.metrics["sw2"], spread: status.spreads!.student!["sw2"] },
    points: points.map(({ metrics, spreads, ...plan }) => ({
      ...plan,
      value: metrics["sw2"],
      spread: spreads!["sw2"],
    })),
  });
});

test("the best candidates are measured from other latents than those that chose them", async () => {
  const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));
  await mkdir(join(folder, "node_modules"));
  for (const name of ["@tweedie", "zod"]) await symlink(join(installed, name), join(folder, "node_modules", name));
  // A metric of the samples alone: it has equal values for equal latents.
  await writeFile(
    join(folder, "mean.ts"),
    `import { definePlugin } from "@tweedie/core";
     import { z } from "zod";
     const measure = ({ data }) => ({ mean: data.reduce((sum, x) => sum + x, 0) / data.length });
     export default definePlugin({
       role: "metric", summary: "mean of the samples", options: z.strictObject({}), create: () => ({ goals: { mean: "minimize" }, measure }),
     });`,
  );
  const curve = "{ evaluations: [1, 2], samples: 64 }";
  await writeFile(
    join(folder, "mean.yaml"),
    `extends: tiny.yaml\nevaluate: { metrics: [./mean.ts], teacherCurve: ${curve} }\n`,
  );
  const experiment = await validateExperiment({ file: join(folder, "mean.yaml") });
  await run({ experiment, out: join(folder, "latents") });
  const { choice, points, samples } = await readTeacherCurve(runFolder(join(folder, "latents")).teacherCurve);
  expect(choice!.samples).toBe(samples);
  const chosen = choice!.candidates.map(({ value }) => value);
  for (const { metrics } of points) expect(chosen).not.toContain(metrics["mean"]);
});

test("the samplers and ranges that the experiment names are tried, with the steps that the budget allows", async () => {
  const { curve } = await runTeacher("candidates", [
    "evaluate.teacherCurve={ evaluations: [3], samplers: [heun, ancestral], ranges: [{ min: 0.1, max: 5 }], samples: 16 }",
  ]);
  const range = { min: 0.1, max: 5 };
  expect(curve!.choice!.candidates).toMatchObject([
    { sampler: "heun", steps: 2, evaluations: 3, range },
    { sampler: "ancestral", steps: 3, evaluations: 3, range },
  ]);
});

test("the result is the mean of the last evaluations if the experiment averages them", async () => {
  const overrides = ["distill.steps=3", "evaluate.every=1", "evaluate.average=2", "evaluate.teacherCurve=null"];
  const status = await runTo("average", undefined, { overrides });
  const rows = await readMetrics(runFolder(join(folder, "average")).metrics);
  const values = rows.filter(({ phase, step }) => phase === "distill" && step > 1).map((row) => row.values["sw2"]!);
  expect(values).toHaveLength(2);
  expect(status.metrics["sw2"]).toBeCloseTo((values[0]! + values[1]!) / 2, 12);
  expect(status.averagedSteps).toEqual([2, 3]);
  expect(status.spreads!.student!["sw2"]).toBeGreaterThan(Math.abs(values[0]! - values[1]!) / 2);
});

test("without metrics, the first candidate of each budget is sampled", async () => {
  const status = await runTo("no-metrics", undefined, { overrides: ["evaluate.metrics=[]"] });
  const { choice, points } = await readTeacherCurve(runFolder(join(folder, "no-metrics")).teacherCurve);
  expect(choice).toBeUndefined();
  expect(status.teacherCurve).toBeUndefined();
  expect(points.map(({ sampler, metrics }) => [sampler, metrics])).toEqual(Array(3).fill(["euler", {}]));
});

test("a run that is interrupted between two points of the curve is continued and ends as an uninterrupted one", async () => {
  /** Runs to the end, or to a number of points. */
  const runToPoint = async (name: string, stopAt = Infinity) => {
    const points: number[] = [];
    const controller = new AbortController();
    const { status } = await runTo(name, undefined, {
      signal: controller.signal,
      onEvent(event) {
        if (event.event !== "curve") return;
        points.push(event.evaluations);
        if (points.length === stopAt) controller.abort();
      },
    });
    const curve = await readTeacherCurve(runFolder(join(folder, name)).teacherCurve).catch(() => undefined);
    return { status, curve, points };
  };
  const whole = await runToPoint("uninterrupted");
  expect(whole.points).toEqual([1, 2, 4]);
  expect(await runToPoint("interrupted", 2)).toEqual({
    status: "interrupted",
    curve: undefined,
    points: [1, 2],
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
