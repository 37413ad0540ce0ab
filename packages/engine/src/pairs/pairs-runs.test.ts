import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type RunEvent, validateExperiment } from "../index.ts";
import { createComponents } from "../components.ts";
import { estimateMemory } from "../memory/estimate-memory.ts";
import { parseRows } from "../run/metrics-rows.ts";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";

const { folder, experimentFile, runTo, record } = createRunRecorder(resumeYaml);
const loss = "loss={ use: pairs/regression, count: 100, steps: 3 }";
const overrides = [loss, "distill.fakeScore.updates=0"];

/** Runs to the end, and returns the events of the pairs and the warnings. */
async function eventsOf(name: string, options: Parameters<typeof runTo>[2] = {}): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void (["pairs", "warning"].includes(event.event) && events.push(event));
  await runTo(name, undefined, { overrides, onEvent, cached: true, ...options });
  return events;
}

const sampled = { event: "pairs", count: 100, evaluations: 5, source: "sampled" };
const cached = { ...sampled, source: "cache" };

test.each([
  ["", []],
  [" in micro-batches", ["distill.microBatch=16"]],
  [
    " in a sum with a loss that reads the fake score",
    [
      "loss={ use: losses/sum, terms: { pairs: { use: pairs/regression, count: 100, steps: 3 }, score: sid/l2 } }",
      "distill.fakeScore.updates=1",
    ],
  ],
])("a run%s that is interrupted ends bit for bit as an uninterrupted one", async (name, more) => {
  const options = { overrides: [...overrides, ...more] };
  await runTo(`whole${name}`, undefined, options);
  for (const step of [1, 4]) await runTo(`interrupted${name}`, { phase: "distill", step }, options);
  await runTo(`interrupted${name}`, undefined, options);
  expect(await record(`interrupted${name}`)).toEqual(await record(`whole${name}`));
});

test("a fake score without updates keeps its weights and has no diagnostics", async () => {
  await runTo("untrained", undefined, { overrides });
  const { checkpoint, log } = await record("untrained");
  const { state } = checkpoint!;
  const moments = Object.entries(state).filter(([name]) => name.startsWith("adam.fakeScore."));
  expect(moments.length).toBeGreaterThan(0);
  expect(moments.every(([, { data }]) => data.every((x) => x === 0))).toBe(true);
  expect(
    Object.entries(state).some(([name, { data }]) => name.startsWith("adam.student.") && data.some((x) => x !== 0)),
  ).toBe(true);
  const names = Object.keys(parseRows(log).rows.at(-1)!.values);
  expect(names).toContain("diag.grad.loss");
  expect(names).toContain("diag.spread");
  expect(names.filter((name) => /^diag\.(V|L1|psiGap)|fakeScore/.test(name))).toEqual([]);
});

test("runs with other seeds of the same teacher have the same pairs, which are sampled once; other options have others", async () => {
  const closed = [
    ...overrides,
    "data={ use: datasets/ring, modes: 8 }",
    "teacher=teachers/mixture",
    "student=students/denoiser",
    "student.init=random",
    "fakeScore.init=random",
  ];
  const run = (name: string, ...more: readonly string[]) => eventsOf(name, { overrides: [...closed, ...more] });
  expect(await run("seed-0")).toContainEqual(sampled);
  expect(await run("seed-1", "seed=1")).toContainEqual(cached);
  expect(await run("steps", "loss.steps=4")).toContainEqual({ ...sampled, evaluations: 7 });
  const samples = (name: string) => readFile(join(folder, name, "pairs/samples.safetensors"));
  expect(await samples("seed-1")).toEqual(await samples("seed-0"));
  expect(await samples("steps")).not.toEqual(await samples("seed-0"));
});

test("damaged pairs of the cache are sampled again; those of a run that was trained on them are an error", async () => {
  await runTo("first", { phase: "distill", step: 1 }, { overrides });
  const pairs = join(folder, "cache/pairs");
  const [key] = await readdir(pairs);
  await writeFile(join(pairs, key!, "samples.safetensors"), "no");
  const [warning, event] = await eventsOf("second");
  expect(warning).toMatchObject({
    event: "warning",
    message: expect.stringContaining("these pairs are damaged") as string,
  });
  expect(event).toEqual(sampled);
  await rm(join(folder, "first/pairs/manifest.json"));
  await expect(runTo("first", undefined, { overrides, cached: true })).rejects.toThrow(
    "these pairs are damaged: there is no manifest",
  );
});

test("the memory of a run with pairs is estimated before they are made", async () => {
  const components = await createComponents(await validateExperiment({ file: experimentFile, overrides }));
  const phases = await estimateMemory(components, 0);
  expect(phases!.find(({ phase }) => phase === "distill")!.bytes(32)).toBeGreaterThan(2 ** 20);
});
