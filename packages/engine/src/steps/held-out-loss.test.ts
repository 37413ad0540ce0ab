import { type NDArrays, random } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { expect, test } from "vitest";
import { compileProgram } from "../train/compile-program.ts";
import { distillationProgram } from "./distillation.ts";
import { distillationDraws } from "./distillation-draws.ts";
import { componentsOf, train } from "./ring-distillation.fixture.ts";
import type { StepProgram } from "./step-program.ts";

const until = (rule: string, updates = 30) => [
  `distill.fakeScore.updates=${updates}`,
  `distill.fakeScore.until={${rule}}`,
  "distill.batch=32",
];

/** A program whose n-th run of `descend` multiplies x by 0.5, down from 1 to the loss `1 + x`. */
const halving = (runs: number, tolerance: number): StepProgram => ({
  graphs: {
    descend: ({ x }, { factor }) => ({ state: { x: x!.mul(factor!) }, outputs: { x: x!.mul(factor!) } }),
    measure: ({ x }, { zero }) => ({ outputs: { loss: x!.add(zero!).add(1) } }),
    after: ({ x }, { zero }) => ({ outputs: { end: x!.add(zero!) } }),
  },
  runs: [
    ...Array.from({ length: runs }, () => ({
      graph: "descend",
      draws: ({ factor }: NDArrays) => ({ factor: factor! }),
    })),
    { graph: "after", draws: ({ zero }) => ({ zero: zero! }) },
  ],
  until: {
    graph: "descend",
    measure: { graph: "measure", draws: ({ zero }) => ({ zero: zero! }) },
    output: "loss",
    every: 2,
    tolerance,
    count: "count",
  },
});

const scalarOf = (value: number) => ({ shape: [], data: Float32Array.of(value) });

/** Outputs of the program. */
async function run(program: StepProgram): Promise<Record<string, number>> {
  const executor = await createExecutor("ort");
  const store = executor.createStore({ x: scalarOf(1) });
  const draws = { factor: scalarOf(0.5), zero: scalarOf(0) };
  const step = await compileProgram(executor, store, program, draws);
  const outputs = await step.run(draws);
  await step.dispose();
  store.dispose();
  await executor.dispose();
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data[0]!]));
}

test("runs are left out once `every` runs lower the loss by less than the tolerance times it", async () => {
  // Losses after 0, 2, 4, 6, 8 runs: 2, 1.25, 1.0625, 1.015625, 1.00390625; the decreases are 0.375, 0.15, 0.044, 0.0115 of them.
  expect(await run(halving(20, 0.1))).toEqual({ x: 2 ** -6, loss: 1 + 2 ** -6, count: 6, end: 2 ** -6 });
  expect((await run(halving(20, 0.02)))["count"]).toBe(8);
  expect((await run(halving(20, 0.4)))["count"]).toBe(2);
});

test("without a standstill all runs are made, also if they are no multiple of `every`", async () => {
  expect(await run(halving(5, 0.001))).toEqual({ x: 2 ** -5, loss: 1 + 2 ** -5, count: 5, end: 2 ** -5 });
});

test("the student is updated after the fake score stands still, and the loss decides how many updates that takes", async () => {
  const updatesOf = async (rule: string) => {
    const faster = "distill.fakeScore.optimizer.lr=1e-2";
    const { losses } = await train(await componentsOf([...until(rule), faster]), "ort", 3);
    return losses.map((each) => each[2]!); // loss.fakeScore, loss.fakeScore.heldOut, updates.fakeScore, loss.student
  };
  expect(await updatesOf("every: 5, samples: 64, tolerance: 1e9")).toEqual([5, 5, 5]);
  const counts = await updatesOf("every: 5, samples: 512, tolerance: 0.02");
  expect(counts[0]).toBeGreaterThan(5);
  for (const count of counts) expect(count % 5 === 0 && count <= 30).toBe(true);
});

test("iterations until a standstill are the same op by op", async () => {
  const components = await componentsOf(until("every: 5, samples: 64, tolerance: 0.02", 15));
  const [compiled, eager] = [await train(components, "ort", 3), await train(components, "cpu", 3)];
  expect(compiled.losses.map((each) => each[2])).toEqual(eager.losses.map((each) => each[2]));
});

test("the loss is measured on samples that no update has, the same in each measurement and others in each iteration", async () => {
  const { distillation } = await componentsOf(until("every: 5, samples: 64"));
  const [first, second] = [1, 2].map((i) => distillationDraws(distillation, random(0, "draws", i), i));
  expect(first!["heldOut.z"]!.shape[0]).toBe(64);
  expect(first!["heldOut.z"]!.data).not.toEqual(second!["heldOut.z"]!.data);
  const trained = Object.entries(first!).filter(([name]) => /^fakeScore\.\d+\.(z|eps)$/.test(name));
  const numbers = new Set(trained.flatMap(([, { data }]) => [...data]));
  const shared = [...first!["heldOut.z"]!.data, ...first!["heldOut.eps"]!.data].filter((x) => numbers.has(x));
  expect(shared.length).toBeLessThan(5); // equal float32 numbers by chance
});

test("Adam counts the updates that are certain: fewer than the most", async () => {
  const stepSizes = async (overrides: string[]) => {
    const { distillation } = await componentsOf(overrides);
    const name = "fakeScore.0.optimizer.stepSize";
    return [1, 2].map((i) => distillationDraws(distillation, random(0, "draws", i), i)[name]!.data[0]!);
  };
  const [first, second] = await stepSizes(until("every: 5, samples: 64"));
  const plain = await stepSizes(["distill.fakeScore.updates=5", "distill.batch=32"]);
  expect([first, second]).toEqual(plain);
});

test("without the rule, program and draws have no held-out samples", async () => {
  const { distillation } = await componentsOf();
  expect(distillationProgram(distillation, 0).until).toBeUndefined();
  const draws = distillationDraws(distillation, random(0, "draws", 1), 1);
  expect(Object.keys(draws).filter((name) => name.startsWith("heldOut"))).toEqual([]);
});
