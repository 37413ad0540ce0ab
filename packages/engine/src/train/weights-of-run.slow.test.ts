import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pretrainedFile, pretrainedYaml } from "../experiment/pretrained.fixture.ts";
import { sampleRun, sampleTeacher } from "../finished-run/index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { runFolder } from "../run/run-folder.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const recorder = createRunRecorder(resumeYaml);
const { folder, runTo } = recorder;
const runPath = (name: string) => join(folder, name);
const fail = (message: string) => expect.fail(message);

/** State of a run's newest checkpoint. */
const stateOf = async (name: string) => (await loadCheckpoint(runFolder(runPath(name)).checkpoints, fail))!.state;

/** Metric of the student before the first step. */
async function firstMetric(name: string): Promise<unknown> {
  const rows = (await recorder.record(name)).log.trim().split("\n");
  const row = rows.map((text) => JSON.parse(text) as Record<string, unknown>).find((row) => row["sw2"] !== undefined)!;
  return row["sw2"];
}

test("a run begins with the final weights of teacher, student and fake score of another run", async () => {
  const source = await runTo("source");
  const overrides = ["teacher.run", "student.init.run", "fakeScore.init.run"].map(
    (key) => `${key}=${runPath("source")}`,
  );
  let origin: unknown;
  await runTo("next", undefined, {
    overrides,
    onEvent: (event) => {
      if (event.event === "teacher") origin = event.source;
    },
  });
  expect(origin).toBe("loaded");
  expect(await firstMetric("next")).toBe(source.metrics["sw2"]);
  expect((await recorder.record("next")).teacher).toEqual((await recorder.record("source")).teacher);
});

test("a run that stopped continues to the same bits, and not after the other run's weights have changed", async () => {
  const overrides = [`student.init.run=${runPath("source")}`];
  await runTo("whole", undefined, { overrides });
  await runTo("parts", { phase: "distill", step: 5 }, { overrides });
  await runTo("parts", undefined, { overrides });
  expect(await stateOf("parts")).toEqual(await stateOf("whole"));

  await runTo("cut", { phase: "distill", step: 5 }, { overrides });
  await runTo("source", undefined, { overrides: [] });
  const longer = runPath("source");
  writeFileSync(join(longer, "checkpoints", "distill-000000006", "manifest.json"), "{}");
  await expect(runTo("cut", undefined, { overrides })).rejects.toThrow(/since this run began, .*manifest\.json/);
});

test.each([
  ["a network of another size", ["network.width=8"], /its student has a weight .* of shape \[.*\]; this student needs/],
  ["another network", ["network.depth=2"], /its student has no weight .*, which this student needs/],
])("weights of %s are refused", async (_, others, message) => {
  const source = `student.init.run=${runPath("next")}`;
  await expect(runTo(`refused-${others.join()}`, undefined, { overrides: [source, ...others] })).rejects.toThrow(
    message,
  );
});

test("a run without a student is refused", async () => {
  await runTo("teacher-only", { phase: "pretrain", step: 2 });
  const overrides = [`student.init.run=${runPath("teacher-only")}`];
  await expect(runTo("of-nothing", undefined, { overrides })).rejects.toThrow(
    /teacher-only is no run with weights of a student/,
  );
});

test("a pretrained teacher is distilled into an adapter, which is sampled with the weights of the file", async () => {
  const pretrained = createRunRecorder(pretrainedYaml);
  writeFileSync(join(pretrained.folder, "teacher.safetensors"), pretrainedFile({ classes: 10 }));
  const overrides = ["student.adapter={ rank: 2 }", "fakeScore.adapter={ rank: 2 }"];
  const { status } = await pretrained.runTo("lora", undefined, { overrides });
  expect(["completed", "not-converged"]).toContain(status);
  const options = { run: join(pretrained.folder, "lora"), count: 3, seed: 0 };
  expect((await sampleRun(options)).shape).toEqual([3, 7, 7, 1]);
  expect((await sampleTeacher({ ...options, sampler: "heun", steps: 3 })).shape).toEqual([3, 7, 7, 1]);

  writeFileSync(join(pretrained.folder, "teacher.safetensors"), pretrainedFile({ classes: 10 }).slice().fill(65, -4));
  await expect(sampleRun(options)).rejects.toThrow(/since this run began, .*teacher\.safetensors/);
});
