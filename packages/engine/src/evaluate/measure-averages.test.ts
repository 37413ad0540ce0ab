import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { exportRun, sampleRun } from "../finished-run/index.ts";
import { parseRows } from "../run/metrics-rows.ts";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";

const { folder, runTo, record } = createRunRecorder(resumeYaml);
const averages = (halfLife: number, others: string) => [
  `distill.student.ema={ halfLife: ${halfLife}, rampUp: null${others} }`,
];
const both = { overrides: averages(100, ", others: [20, 1e6]"), cached: true };
const stateOf = async (name: string) => (await record(name)).checkpoint!.state;
const weight = "output.weight";

beforeAll(async () => {
  await runTo("both", undefined, both);
  await runTo("short", undefined, { overrides: averages(20, ""), cached: true });
});

test("a further average equals that of a run with its half-life, and changes nothing else", async () => {
  const [own, other] = [await stateOf("both"), await stateOf("short")];
  expect(own[`average.0.student.${weight}`]).toEqual(other[`ema.student.${weight}`]);
  expect(own[`student.${weight}`]).toEqual(other[`student.${weight}`]);
  expect(own[`ema.student.${weight}`]).not.toEqual(other[`ema.student.${weight}`]);
});

test("evaluations measure each average, and samples and exports are those of the chosen one", async () => {
  const metricsOf = async (name: string) => parseRows((await record(name)).log).rows.at(-1)!.values;
  const [own, other] = [await metricsOf("both"), await metricsOf("short")];
  expect(own["halfLife.20.sw2"]).toBe(other["sw2"]);
  expect(own["halfLife.1000000.sw2"]).toBeGreaterThan(0);
  expect(own["sw2"]).not.toBe(other["sw2"]);

  const sample = (name: string, halfLife?: number) =>
    sampleRun({ run: join(folder, name), count: 16, seed: 0, halfLife });
  expect(await sample("both", 20)).toEqual(await sample("short"));
  expect(await sample("both", 100)).toEqual(await sample("both"));
  const exported = await exportRun(join(folder, "both"), { halfLife: 20 });
  expect(exported.weights).toEqual((await exportRun(join(folder, "short"))).weights);
  await expect(sample("both", 7)).rejects.toThrow(
    /no average of the weights with the half-life 7\n.*half-lives, in training samples: 100, 20, 1,000,000/,
  );
});

test("a run with further averages that is interrupted ends bit for bit as an uninterrupted one, also in micro-batches", async () => {
  const options = { ...both, overrides: [...both.overrides, "distill.microBatch=16"] };
  await runTo("whole", undefined, options);
  for (const step of [2, 5]) await runTo("interrupted", { phase: "distill", step }, options);
  await runTo("interrupted", undefined, options);
  expect(await record("interrupted")).toEqual(await record("whole"));
});
