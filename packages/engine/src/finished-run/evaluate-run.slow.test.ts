import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { digestOf } from "../checksums/digest.ts";
import { type FurtherEvaluation, readEvaluations } from "../run/evaluations.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import { runFolder } from "../run/run-folder.ts";
import { lockRunFolder } from "../run/run-lock.ts";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { evaluateRun, type EvaluateRunOptions, sampleRun } from "./index.ts";

const { folder, runTo } = createRunRecorder(resumeYaml);
const run = join(folder, "run");
const parts = runFolder(run);
const mmd = "evaluate.metrics=[metrics/mmd]";
const steps = [2, 4, 6, 8, 10];
const others = ["ema: { others: [640] }, optimizer: { lr: 0.01 }"].map((more) => `distill.student={ ${more} }`);

beforeAll(async () => {
  await runTo("run", undefined, {
    overrides: ["distill.steps=10", "evaluate.every=2", "checkpoint={ every: 2, keep: 9 }", ...others],
  });
});

/** Digests of all files of the run but those of further evaluations. */
async function files(): Promise<Record<string, unknown>> {
  const entries = (await readdir(run, { recursive: true })).filter((name) => name !== "evaluations.json").sort();
  const digests = entries.map(async (name) => {
    const path = join(run, name);
    const { mtimeMs } = await stat(path);
    return (await stat(path)).isFile() ? [[name, { mtimeMs, ...digestOf(await readFile(path)) }]] : [];
  });
  return Object.fromEntries((await Promise.all(digests)).flat()) as Record<string, unknown>;
}

const evaluate = async (options: Omit<EvaluateRunOptions, "run" | "overrides">, ...overrides: string[]) => {
  const progress: string[] = [];
  const onProgress = (text: string) => progress.push(text);
  return { evaluations: await evaluateRun({ run, overrides, onProgress, ...options }), progress };
};

test("a metric that the run had gives the bits of its log at every kept checkpoint", async () => {
  const { evaluations } = await evaluate({ checkpoint: "all" });
  const rows = (await readMetrics(parts.metrics)).filter(({ phase, step }) => phase === "distill" && step > 0);
  const logged = rows.filter(({ values }) => "sw2" in values).map(({ step, values }) => [step, values["sw2"]]);
  expect(logged.map(([step]) => step)).toEqual(steps);
  expect(evaluations.map(({ step, metrics }) => [step, metrics["sw2"]])).toEqual(logged);
  const { metrics, floors, baselines, spreads, goals } = JSON.parse(await readFile(parts.status, "utf8")) as Record<
    string,
    Record<string, unknown>
  >;
  const last = evaluations.at(-1)!;
  expect(last).toMatchObject({ metrics, floors, baselines, goals, spreads: spreads!["student"] });
  expect(last.floorSpreads).toEqual(spreads!["floors"]);
});

test("a metric that it did not have is added beside those before, once, and no other file changes", async () => {
  const before = await files();
  const former = await readEvaluations(parts);
  const { evaluations, progress } = await evaluate({ checkpoint: "all" }, mmd);
  expect(evaluations.map(({ step, metrics }) => [step, Object.keys(metrics)])).toEqual(
    steps.map((step) => [step, ["mmd2"]]),
  );
  expect(progress.filter((text) => !text.startsWith("measuring the teacher"))).toHaveLength(1 + steps.length);
  expect(await readEvaluations(parts)).toEqual([...former, ...evaluations]);
  expect(await files()).toEqual(before);

  const again = await evaluate({ checkpoint: 4 }, mmd);
  expect(again).toEqual({ evaluations: [evaluations[1]], progress: [] });
  const more = await evaluate({}, mmd, "evaluate.samples=32");
  expect(more.evaluations).toMatchObject([{ step: 10, samples: 32, settings: { samples: 32 } }]);
  expect(await readEvaluations(parts)).toEqual([...former, ...evaluations, ...more.evaluations]);
});

test("the teacher is measured with the new metric, once, and has the bits of the run's own measurement", async () => {
  const ofTeacher = (progress: readonly string[]) =>
    progress.filter((text) => text.startsWith("measuring the teacher"));
  const own = await evaluate({ checkpoint: 10 });
  const status = JSON.parse(await readFile(parts.status, "utf8")) as Record<string, Record<string, object>>;
  expect(own.evaluations[0]).toMatchObject({
    teacher: status["teacher"],
    teacherSpreads: status["spreads"]!["teacher"],
  });

  const kid = ["evaluate.metrics=[metrics/mmd, metrics/sliced-wasserstein]", "evaluate.samples=48"];
  const first = await evaluate({ checkpoint: 2 }, ...kid);
  expect(ofTeacher(first.progress).length).toBeGreaterThan(0);
  const second = await evaluate({ checkpoint: 4 }, ...kid);
  expect(ofTeacher(second.progress)).toEqual([]);
  const [{ teacher }] = first.evaluations as [FurtherEvaluation];
  expect(Object.keys(teacher!)).toEqual(["mmd2", "sw2"]);
  expect(second.evaluations[0]!.teacher).toEqual(teacher);
  const without = await evaluate({ checkpoint: 2, teacher: false }, mmd, "evaluate.samples=40");
  expect(without.evaluations[0]).not.toHaveProperty("teacher");
});

test("a further average of the weights is measured as its own", async () => {
  const { evaluations } = await evaluate({ halfLife: 640 });
  const rows = await readMetrics(parts.metrics);
  expect(evaluations).toMatchObject([{ halfLife: 640, metrics: { sw2: rows.at(-1)!.values["halfLife.640.sw2"]! } }]);
});

test("any kept checkpoint is sampled, and the best one by the log", async () => {
  const options = { run, count: 3, seed: 1 };
  const samples = await Promise.all(steps.map((checkpoint) => sampleRun({ ...options, checkpoint })));
  expect(new Set(samples.map(({ data }) => data.join())).size).toBe(steps.length);
  expect(await sampleRun(options)).toEqual(samples.at(-1));
  const { evaluations } = await evaluate({ checkpoint: "all" });
  const values = evaluations.map(({ metrics }) => metrics["sw2"]!);
  expect(await sampleRun({ ...options, checkpoint: "best" })).toEqual(samples[values.indexOf(Math.min(...values))]);
  await expect(sampleRun({ ...options, checkpoint: 3 })).rejects.toThrow(
    "has no checkpoint of step 3; it keeps 2, 4, 6, 8, 10",
  );
});

test("a run that is running, unknown metrics and damaged evaluations are refused in one line", async () => {
  const lock = await lockRunFolder(parts.lock);
  await expect(evaluate({})).rejects.toThrow("is running it");
  lock.release();
  await expect(evaluate({}, "evaluate.metrics=[metrics/mdm]")).rejects.toThrow("did you mean `metrics/mmd`?");
  await expect(evaluate({}, "evaluate.metrics=[]")).rejects.toThrow("the experiment has no metric");
  await expect(evaluate({}, "evaluate.metrics=[metrics/inception-score]")).rejects.toThrow("not a classifier");
  const text = await readFile(parts.evaluations, "utf8");
  await writeFile(parts.evaluations, text.replace('"step": 2', '"step": 3'));
  await expect(evaluate({})).rejects.toThrow("it does not match its checksum");
  await writeFile(parts.evaluations, text);
});
