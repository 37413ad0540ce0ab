import { join } from "node:path";
import type { NDArrays } from "@tweedie/core";
import type { CompiledStep, Executor } from "@tweedie/graph";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runFolder } from "../index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

/** Numbers of iterations of the runs, and a function that is called after each. */
const calls = { most: 1, counts: [] as number[], afterRun: (_count: number): void => undefined };

/** The step with runs of up to `calls.most` iterations. */
function withMany(step: CompiledStep): CompiledStep {
  const run = async (draws: readonly NDArrays[]) => {
    const outputs: NDArrays[] = [];
    for (const each of draws) outputs.push(await step.run(each));
    calls.counts.push(draws.length);
    calls.afterRun(draws.length);
    return outputs;
  };
  return { ...step, many: { most: calls.most, run } };
}

vi.mock(import("@tweedie/graph"), async (original) => {
  const graph = await original();
  const createExecutor: typeof graph.createExecutor = async (backend, options): Promise<Executor> => {
    const executor = await graph.createExecutor(backend, options);
    return { ...executor, compile: async (...args) => withMany(await executor.compile(...args)) };
  };
  return { ...graph, createExecutor };
});

const { folder, runTo, record } = createRunRecorder(`
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 14, batch: 32 }
evaluate: { every: 7, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3, teacherCurve: null }
log: { every: 5 }
checkpoint: { every: 6 }
`);

// The number of iterations of a run depends on the time of the former one.
beforeEach(() => void vi.spyOn(performance, "now").mockReturnValue(0));

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(calls, { most: 1, counts: [], afterRun: () => undefined });
});

test("runs of several iterations leave the same files as runs of one, and end at rows, evaluations and checkpoints", async () => {
  await runTo("single");
  Object.assign(calls, { most: 4, counts: [] });
  await runTo("many");
  expect(await record("many")).toEqual(await record("single"));
  // 1 | 2 to 5, a row | 6, a checkpoint | 7, an evaluation | 8 to 10 | 11 and 12 | 13 and 14
  const ofDistillation = calls.counts.join();
  expect(ofDistillation).toContain("1,4,1,1");
  expect(ofDistillation).toContain("3,2,2");
});

test("a run that is aborted during several iterations saves the last of them, and is continued to the same end", async () => {
  await runTo("whole");
  const controller = new AbortController();
  Object.assign(calls, {
    most: 4,
    afterRun: (count: number) => {
      if (count === 4) controller.abort();
    },
  });
  expect((await runTo("aborted", undefined, { signal: controller.signal })).status).toBe("interrupted");
  const saved = await loadCheckpoint(runFolder(join(folder, "aborted")).checkpoints, (message) => expect.fail(message));
  expect(saved!.step).toBe(5);
  await runTo("aborted");
  expect(await record("aborted")).toEqual(await record("whole"));
});
