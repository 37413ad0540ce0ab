import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf } from "../checksums/digest.ts";
import { evaluateRun } from "../finished-run/index.ts";
import { forkRun, prepareExtension, readStatus, run, runFolder, validateExperiment } from "../index.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const yaml = resumeYaml.replace("schedule: { warmup: 2, decay: cosine }, ", "");
const { folder, runTo, record } = createRunRecorder(yaml);

/** Extends a run, to its end or until a step of the distillation is logged. */
async function extend(name: string, overrides: readonly string[], stopAt?: number) {
  const extension = await prepareExtension(join(folder, name), overrides);
  const { experiment } = extension;
  const controller = new AbortController();
  const { signal } = controller;
  const onEvent = (event: { readonly event: string; readonly phase?: string; readonly step?: number }) => {
    if (event.event === "metrics" && event.phase === "distill" && event.step === stopAt) controller.abort();
  };
  const status = await run({ experiment, extension, out: join(folder, name), signal, onEvent });
  return { status, ...extension };
}

/** All that a run leaves and does not depend on time, with its configuration and the samples of all its evaluations. */
async function whole(name: string) {
  const { config, samples, status } = runFolder(join(folder, name));
  const { configHash, warnings } = JSON.parse(await readFile(status, "utf8")) as Record<string, unknown>;
  // The list of checksums also has those of replaced files, in any resumed run.
  const files = (await readdir(samples)).filter((file) => file !== "checksums.json").sort();
  return {
    ...(await record(name)),
    ...{ configHash, warnings },
    config: await readFile(config, "utf8"),
    sampled: Object.fromEntries(
      await Promise.all(files.map(async (file) => [file, digestOf(await readFile(join(samples, file)))] as const)),
    ),
  };
}

test.each([
  ["at an evaluation", 6, []],
  ["at a step that only its end evaluated and logged", 5, ["log.every=2"]],
  ["at a step that only its end evaluated", 4, ["log.every=2"]],
])("a run that ended %s and is extended has the bytes of one that was long from the start", async (_, steps, more) => {
  const [short, long] = [`short-${steps}`, `long-${steps}`];
  await runTo(long, undefined, { overrides: ["distill.steps=10", ...more] });
  await runTo(short, undefined, { overrides: [`distill.steps=${steps}`, ...more] });
  const { status, differences } = await extend(short, ["distill.steps=10"]);
  expect(status.status).toBe((await readStatus(runFolder(join(folder, long))))!.status);
  expect(differences).toEqual([]);
  expect(await whole(short)).toEqual(await whole(long));
});

test("an extension that is interrupted is continued by the same command, by none of its settings, and by `run`", async () => {
  await runTo("interrupted", undefined, { overrides: ["distill.steps=5", "log.every=2"] });
  expect((await extend("interrupted", ["distill.steps=10"], 6)).status.status).toBe("interrupted");
  expect((await extend("interrupted", ["distill.steps=10"], 8)).status.status).toBe("interrupted");
  expect((await extend("interrupted", [], 9)).status.status).toBe("interrupted");
  await runTo("interrupted", undefined, { overrides: ["distill.steps=10", "log.every=2"] });
  expect(await whole("interrupted")).toEqual(await whole("long-5"));
});

test("an extension that is killed before its first checkpoint or before it wrote the experiment is continued", async () => {
  await runTo("long-keep", undefined, { overrides: ["distill.steps=10", "log.every=2", "checkpoint.keep=3"] });
  await runTo("killed", undefined, { overrides: ["distill.steps=5", "log.every=2"] });
  const { config } = runFolder(join(folder, "killed"));
  const before = await readFile(config);
  await extend("killed", ["distill.steps=8", "checkpoint.keep=3"], 6);
  await writeFile(config, before);
  await extend("killed", ["distill.steps=10"], 6);
  await writeFile(config, before);
  await extend("killed", []);
  expect(await whole("killed")).toEqual(await whole("long-keep"));
});

test("schedules that follow the progress of the training are named with their keys, and cadences", async () => {
  const decay = "distill.student.optimizer.schedule.decay";
  const level = "{ use: dde/single-level, sigma: 0.5, sigma0: 2 }";
  const times = ["student", "fakeScore"].map((model) => `distill.${model}.time=${level}`);
  const overrides = ["distill.steps=3", `${decay}=cosine`, ...times];
  await runTo("scheduled", undefined, { overrides });
  const changes = ["distill.steps=6", "evaluate.every=2", "alarms=null"];
  const { differences } = await prepareExtension(join(folder, "scheduled"), changes);
  expect(differences.map((each) => each.split(" ")[0])).toEqual([
    decay,
    "distill.student.time",
    "distill.fakeScore.time",
    "evaluate.every",
  ]);
  expect(differences[0]).toContain("up to step 3");
  const { status } = await extend("scheduled", changes);
  expect(status.warnings).toEqual(expect.arrayContaining([...differences]));
  const rows = await readMetrics(runFolder(join(folder, "scheduled")).metrics);
  const measured = rows.filter(({ values }) => "diag.spread" in values).map(({ step }) => step);
  expect(measured).toEqual([0, 4, 6]);
  const withAlarms = await prepareExtension(join(folder, "scheduled"), ["distill.steps=7", "alarms.patience=2"]);
  expect(withAlarms.experiment.settings.alarms?.patience).toBe(2);
});

test("other settings, and a length that is already done, are refused and change nothing", async () => {
  const before = await whole("short-6");
  const refused = (...overrides: string[]) => extend("short-6", overrides);
  await expect(refused("distill.steps=20", "loss.lambda=1")).rejects.toThrow("loss.lambda");
  await expect(refused("pretrain.steps=20")).rejects.toThrow("pretrain.steps");
  await expect(refused("distill.steps=10", "log.every=5")).rejects.toThrow("has done 10 steps, and none is left of 10");
  await mkdir(join(folder, "empty"), { recursive: true });
  await expect(extend("empty", [])).rejects.toThrow("is not a run folder");
  expect(await whole("short-6")).toEqual(before);
});

test("a length in images is one in steps", async () => {
  const { changes } = await prepareExtension(join(folder, "short-6"), ["distill.images=600"]);
  expect(changes).toEqual([{ path: "distill.steps", from: 10, to: 19 }]);
});

test("the command that began the run says that it was extended", async () => {
  await expect(runTo("short-6")).rejects.toThrow("extended after step 6: distill.steps=10");
});

test("a fork begins with the weights of the run, and its experiment names them", async () => {
  const source = join(folder, "long-6");
  const first = (rows: Awaited<ReturnType<typeof readMetrics>>) => rows.find(({ values }) => "sw2" in values)!;
  const fork = await forkRun(source, ["loss.lambda=1", "fakeScore.init=teacher"]);
  expect(fork.overrides.slice(2)).toEqual([`teacher.run="${source}"`, `student.init.run="${source}"`]);
  const experiment = await validateExperiment(fork);
  await run({ experiment, out: join(folder, "fork") });
  const rows = await readMetrics(runFolder(join(folder, "fork")).metrics);
  const { metrics } = (await readStatus(runFolder(source)))!;
  expect(first(rows)).toMatchObject({ step: 0, values: { sw2: metrics["sw2"]! } });
  const earlier = await forkRun(source, [], { checkpoint: 8 });
  const checkpoint = join(runFolder(source).checkpoints, "distill-000000008");
  expect(earlier.overrides).toEqual([
    `teacher.run="${source}"`,
    `student.init.run="${checkpoint}"`,
    `fakeScore.init.run="${checkpoint}"`,
  ]);
  await expect(forkRun(source, [], { checkpoint: 5 })).rejects.toThrow("has no checkpoint of step 5");
  await run({ experiment: await validateExperiment(earlier), out: join(folder, "earlier") });
  const [initial] = await evaluateRun({ run: source, overrides: [], checkpoint: 8 });
  const rowsOfEarlier = await readMetrics(runFolder(join(folder, "earlier")).metrics);
  expect(first(rowsOfEarlier)).toMatchObject({ step: 0, values: { sw2: initial!.metrics["sw2"]! } });
  await expect(forkRun(join(folder, "empty"), [])).rejects.toThrow("is not a run folder");
});
