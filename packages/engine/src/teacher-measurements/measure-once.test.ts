import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { RunEvent } from "../index.ts";
import { runFolder } from "../run/run-folder.ts";
import { readTeacherCurve } from "../run/teacher-curve.ts";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { loadMeasurement, saveMeasurement } from "./measurement-store.ts";

const { folder, runTo, record } = createRunRecorder(resumeYaml);
const curve = "evaluate.teacherCurve={ evaluations: [1, 3], samplers: [euler], samples: 32 }";
const cache = join(folder, "cache", "measurements");

/** Runs to the end with the cache of the runs before, and returns the events of one kind. */
async function eventsOf(name: string, kind: RunEvent["event"], ...overrides: readonly string[]): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void (event.event === kind && events.push(event));
  await runTo(name, undefined, { overrides: [curve, ...overrides], onEvent, cached: true });
  return events;
}

const measurements = async () => (await readdir(cache)).filter((name) => !name.endsWith(".lock")).sort();
const curveOf = (name: string) => readTeacherCurve(runFolder(join(folder, name)).teacherCurve);
const samplesOf = (name: string, set: string) => readFile(join(runFolder(join(folder, name)).samples, `${set}.npy`));

test("runs of one teacher measure it once, whatever their loss; a run that measures it itself has the same bits", async () => {
  await eventsOf("first", "curve");
  const made = await measurements();
  expect(made).toHaveLength(2);
  const points = await eventsOf("second", "curve", "loss.lambda=0.5");
  expect(points.map((event) => event.event === "curve" && event.evaluations)).toEqual([1, 3]);
  expect(await measurements()).toEqual(made);
  await rm(cache, { recursive: true });
  await eventsOf("alone", "curve", "loss.lambda=0.5");
  expect(await record("second")).toEqual(await record("alone"));
  expect(await curveOf("second")).toEqual(await curveOf("alone"));
  for (const set of ["teacher", "teacher-00001", "teacher-00003"]) {
    expect(await samplesOf("second", set)).toEqual(await samplesOf("alone", set));
  }
});

test.each([
  ["seed", "seed=7"],
  ["number of samples", "evaluate.samples=128"],
  ["metric", "evaluate.metrics=[metrics/mmd]"],
  ["teacher", "pretrain.steps=5"],
])("another %s has another measurement", async (_, override) => {
  await eventsOf("base", "curve");
  const before = await measurements();
  await eventsOf(`other ${override}`, "curve", override);
  expect(await measurements()).toHaveLength(before.length + 2);
});

const numbers = z.object({ values: z.record(z.string(), z.number()), spreads: z.record(z.string(), z.number()) });

test("the numbers of the cache are used, and a damaged measurement is made again with a warning", async () => {
  await runTo("clean", undefined, { overrides: [curve] });
  const right = (await record("clean")).teacher as { sw2: number };
  for (const name of await measurements()) {
    const found = await loadMeasurement(join(cache, name), numbers).catch(() => undefined);
    if (!found) continue; // the curve
    await rm(join(cache, name), { recursive: true });
    await saveMeasurement(join(cache, name), { ...found, numbers: { values: { sw2: 42 }, spreads: {} } });
  }
  await eventsOf("planted", "warning");
  expect((await record("planted")).teacher).toEqual({ sw2: 42 });
  for (const name of await measurements()) await writeFile(join(cache, name, "numbers.json"), "{}");
  const warnings = await eventsOf("damaged", "warning");
  expect(warnings).toHaveLength(2);
  expect(JSON.stringify(warnings[0])).toMatch(/this measurement is damaged: numbers\.json .*; it is made again/);
  expect((await record("damaged")).teacher).toEqual(right);
});
