import "@tweedie/testing";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { traceStep } from "../compile/compile-step.ts";
import { compileModel } from "../compile/step-model.ts";
import { createExecutor } from "../create-executor.ts";
import type { StepFunction } from "../executor/executor.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { gpuTarget } from "../targets/gpu.ts";
import { uniformArray } from "../testing/run-graph.ts";

const extent = 300;
const shape = [extent, extent];
const arrays = { w: uniformArray(1, shape), v: uniformArray(2, shape) };
const draws = { x: uniformArray(3, shape) };

const compile = (step: StepFunction, target = cpuTarget()) =>
  compileModel(traceStep(step, { w: shape, v: shape }, { x: shape }), { w: shape, v: shape }, { target });

async function outputsAndWeights(step: StepFunction, backend: "ort" | "cpu") {
  const executor = await createExecutor(backend, { threads: 1 });
  const store = executor.createStore(arrays);
  const compiled = await executor.compile(step, store, { x: shape });
  await compiled.run(draws);
  const outputs = await compiled.run(draws);
  return { ...outputs, ...(await store.read()) };
}

describe("an update is written in place, after its weight has been read", () => {
  test.each<[string, StepFunction]>([
    ["for an output", ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.exp() } })],
    ["in another shape", ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.flatten().exp() } })],
    [
      "for two outputs",
      ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.exp(), z: w!.transpose().mul(x!) } }),
    ],
    [
      "twice, by nodes of which one depends on the other",
      ({ w }, { x }) => ({
        state: { w: w!.add(x!) },
        outputs: {
          y: w!
            .div(extent)
            .matMul(x as Tensor2D)
            .matMul(w as Tensor2D),
        },
      }),
    ],
    [
      "for the update of another weight, which is read too",
      ({ w, v }, { x }) => ({ state: { w: w!.sub(x!), v: v!.mul(w!.tanh()) }, outputs: { y: v!.sum() } }),
    ],
  ])("%s", async (_, step) => {
    const { updates, inPlace } = compile(step);
    expect(inPlace).toEqual(updates);
    const [compiled, eager] = [await outputsAndWeights(step, "ort"), await outputsAndWeights(step, "cpu")];
    for (const [name, value] of Object.entries(eager))
      expect(compiled[name]).toBeAllClose(value, { rtol: 1e-4, atol: 1e-4 });
  });
});

test("an update is not in place if its next value is needed together with the present one", async () => {
  const step: StepFunction = ({ w }, { x }) => {
    const next = w!.add(x!);
    return { state: { w: next }, outputs: { y: next.mul(w!) } };
  };
  expect(compile(step).inPlace).toEqual([]);
  const [compiled, eager] = [await outputsAndWeights(step, "ort"), await outputsAndWeights(step, "cpu")];
  expect(compiled["y"]).toBeAllClose(eager["y"]!, { rtol: 1e-5 });
});

test("two weights of which each is read for the other's update are both in place", async () => {
  const step: StepFunction = ({ w, v }) => ({ state: { w: w!.add(v!.tanh()), v: v!.add(w!.tanh()) }, outputs: {} });
  const { inPlace } = compile(step);
  expect(inPlace).toEqual(["w", "v"]); // both are read before either is written
  const [compiled, eager] = [await outputsAndWeights(step, "ort"), await outputsAndWeights(step, "cpu")];
  for (const name of ["w", "v"]) expect(compiled[name]).toBeAllClose(eager[name]!, { rtol: 1e-5 });
});

test("a model whose updates are in place already does not change", () => {
  const step: StepFunction = ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: x!.sum() } });
  const model = Buffer.from(compile(step).model).toString("latin1");
  expect(model).not.toContain(".after.");
});

test("a runtime that does not write in place gets no order, whose shapes a GPU would compute on the CPU", () => {
  const step: StepFunction = ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.exp() } });
  const text = (target = cpuTarget()) => Buffer.from(compile(step, target).model).toString("latin1");
  expect(text()).toContain(".after.");
  expect(text(gpuTarget)).not.toContain(".after.");
});
