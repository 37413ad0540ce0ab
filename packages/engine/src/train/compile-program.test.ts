import { type NDArrays, scalar } from "@tweedie/core";
import type { CompiledStep, Executor, Store } from "@tweedie/graph";
import { expect, test } from "vitest";
import type { StepProgram } from "../steps/step-program.ts";
import { compileProgram } from "./compile-program.ts";

const numbers = (list: readonly NDArrays[]) => list.map(({ x }) => x!.data[0]!);

/** An executor whose steps return their draws, and record the draws of each run. */
function recordingExecutor(most: number | undefined) {
  const runs: number[][] = [];
  const run = (draws: readonly NDArrays[]) => {
    runs.push(numbers(draws));
    return Promise.resolve(draws);
  };
  const step: CompiledStep = {
    run: async (draws) => (await run([draws]))[0]!,
    ...(most !== undefined && { many: { most, run } }),
    dispose: () => Promise.resolve(),
  };
  return { runs, executor: { compile: () => Promise.resolve(step) } as unknown as Executor };
}

const step = () => ({ outputs: {} });
const plus = (n: number) => (all: NDArrays) => ({ x: scalar(all["x"]!.data[0]! + n) });
const microBatches: StepProgram = {
  graphs: { gradient: step, optimizer: step },
  runs: [1, 2, 3]
    .map((n) => ({ graph: "gradient", draws: plus(n) }))
    .concat([4].map((n) => ({ graph: "optimizer", draws: plus(n) }))),
};
const store = {} as Store;

test("consecutive runs of one graph are one run, up to the most that it takes", async () => {
  const { runs, executor } = recordingExecutor(2);
  const program = await compileProgram(executor, store, microBatches, { x: scalar(0) });
  expect(numbers([await program.run({ x: scalar(10) })])).toEqual([14]);
  expect(runs).toEqual([[11, 12], [13], [14]]);
  expect(program.many).toBeUndefined();
});

test("runs stay single where a run is one iteration", async () => {
  const { runs, executor } = recordingExecutor(undefined);
  const program = await compileProgram(executor, store, microBatches, { x: scalar(0) });
  await program.run({ x: scalar(10) });
  expect(runs).toEqual([[11], [12], [13], [14]]);
});

test("a program of one run has several iterations at once, each with its own selection of draws", async () => {
  const { runs, executor } = recordingExecutor(8);
  const program: StepProgram = { graphs: { step }, runs: [{ graph: "step", draws: plus(1) }] };
  const { many } = await compileProgram(executor, store, program, { x: scalar(0) });
  expect(many!.most).toBe(8);
  expect(numbers(await many!.run([{ x: scalar(10) }, { x: scalar(20) }]))).toEqual([11, 21]);
  expect(runs).toEqual([[11, 21]]);
});
