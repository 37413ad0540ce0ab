import { ndarray, scalar, tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { compileFunction } from "../compile/step-function.ts";
import { traceStep } from "../compile/compile-step.ts";
import type { StepFunction } from "../executor/executor.ts";
import { tensorflowTarget } from "../targets/tensorflow.ts";
import { expectArraysCollected } from "../testing/collected.fixture.ts";
import type { Binding } from "./addon/binding.ts";
import { createFunctionStep } from "./compiled-step.ts";
import type { ProgramCache } from "./program-cache.ts";
import { createVariableStore } from "./store.ts";

/** A binding whose tensors are arrays, and whose functions return the sums of the elements of their second input and the third. */
function createFakeBinding() {
  const tensors = new Map<number, Float32Array>();
  const functions: string[] = [];
  let next = 0;
  const add = (data: Float32Array): number => {
    tensors.set(next, data);
    return next++;
  };
  const binding: Partial<Binding> = {
    createTensor: (_, __, data) => add(data),
    tensorDataSync: (id) => tensors.get(id)!.slice(),
    deleteTensor: (id) => void tensors.delete(id),
    executeOp: (op, _, inputs, outputs) => {
      if (op === "AssignVariableOp") tensors.set(inputs[0]!, tensors.get(inputs[1]!)!);
      return Array.from({ length: outputs }, () => ({
        id: add(tensors.get(inputs[0]!)?.slice() ?? new Float32Array(0)),
        shape: [],
      }));
    },
    addFunction: (definition) => void functions.push(Buffer.from(definition).toString("latin1")),
    callFunction: (_, inputs) => {
      const [[count], x, [w]] = inputs.map((id) => tensors.get(id)!) as [[number], Float32Array, [number]];
      if (x.length !== 32) return Promise.reject(new Error("another shape, another program"));
      if (x[0]! < 0) return Promise.reject(new Error("negative"));
      return Promise.resolve([{ id: add(x.map((value, i) => (i < count ? w + value : NaN))), shape: [x.length] }]);
    },
  };
  return { binding: binding as Binding, tensors, functions };
}

const step: StepFunction = ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.add(x!) } });

function compile({ binding }: ReturnType<typeof createFakeBinding>, programs?: ProgramCache) {
  const store = createVariableStore(binding, { w: scalar(2) });
  const draws = { unused: [3], x: [] };
  const model = compileFunction(traceStep(step, store.shapes, draws), store.shapes, { target: tensorflowTarget });
  return createFunctionStep({ binding, programs, name: "step", model, store, draws, threads: 2 });
}

const unused = ndarray([3], new Float32Array(3));

test("a call receives the number of iterations, stacked draws that the step reads, and variables, and leaves no tensor", async () => {
  const fake = createFakeBinding();
  const compiled = compile(fake);
  expect(compiled.threads).toBe(2);
  const before = fake.tensors.size;
  expect(await compiled.run({ x: scalar(5), unused })).toEqual({ y: { shape: [], data: Float32Array.of(7) } });
  const { most, run } = compiled.many!;
  expect(most).toBe(32);
  const outputs = await run([5, 6, 7].map((x) => ({ x: scalar(x), unused })));
  expect(outputs.map(({ y }) => y)).toEqual([scalar(7), scalar(8), scalar(9)]);
  expect(await run([])).toEqual([]);
  await expect(compiled.run({ x: scalar(-1), unused })).rejects.toThrow(
    "step with unused [3], x [] failed: Error: negative",
  );
  expect(fake.tensors.size).toBe(before);
});

test("a first call that fails is repeated without the cached programs, whose checksums are then recorded", async () => {
  const fake = createFakeBinding();
  const { callFunction } = fake.binding;
  const events: string[] = [];
  const programs = { seal: () => void events.push("seal"), clear: () => void events.push("clear") };
  let failed: string | undefined;
  fake.binding.callFunction = (name, inputs, outputs) =>
    name === (failed ??= name) ? Promise.reject(new Error("damaged")) : callFunction(name, inputs, outputs);
  const compiled = compile(fake, programs);
  expect((await compiled.run({ x: scalar(5), unused }))["y"]!.data[0]).toBe(7);
  await compiled.run({ x: scalar(5), unused });
  expect(events).toEqual(["clear", "seal"]);
});

test("equal steps are one function", () => {
  const fake = createFakeBinding();
  const double: StepFunction = (_, { x }) => ({ outputs: { y: tf.mul(x!, 2) } });
  const store = createVariableStore(fake.binding, {});
  for (let i = 0; i < 2; i++) {
    const model = compileFunction(traceStep(double, {}, { x: [] }), {}, { target: tensorflowTarget });
    createFunctionStep({
      binding: fake.binding,
      programs: undefined,
      name: "double",
      model,
      store,
      draws: { x: [] },
      threads: undefined,
    });
  }
  expect(fake.functions).toHaveLength(1);
});

test("a store reads and writes variables, and deletes them", async () => {
  const fake = createFakeBinding();
  const store = createVariableStore(fake.binding, { a: scalar(1), b: scalar(2) });
  store.write({ b: scalar(3) });
  expect(await store.read(["b", "a"])).toEqual({ b: scalar(3), a: scalar(1) });
  expect(() => {
    store.write({ c: scalar(1) });
  }).toThrow("there is no weight 'c'");
  store.dispose();
  expect(fake.tensors.size).toBe(0);
});

test("a store does not keep the arrays that it was made of", () =>
  expectArraysCollected((arrays) => createVariableStore(createFakeBinding().binding, arrays)));
