import { type Params, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { compileModel } from "../compile/step-model.ts";
import { compileStep, traceStep } from "../compile/compile-step.ts";
import { nextWeight, weightInput } from "../compile/value-names.ts";
import type { StepFunction } from "../executor/executor.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { inPlaceUpdates } from "./in-place.ts";

const shapes = { w: [4, 4], v: [4, 4] };

/** Names of the weights whose updates are in place as the model is lowered. */
function inPlace(step: StepFunction, draws: Record<string, number[]> = { x: [4, 4] }): readonly string[] {
  const { graph, updates } = compileStep(step, shapes, draws, { target: cpuTarget() });
  const named = updates.map((weight) => ({
    weight,
    input: weightInput(weight),
    output: nextWeight(weight),
    overlapping: [],
  }));
  return inPlaceUpdates(lowerGraph(graph), named).map(({ weight }) => weight);
}

/** Gradient descent with the mean of the squared gradients. */
const descend: StepFunction = ({ w, v }, { x }) => {
  const gradient = tf.grad((w: Tensor) =>
    w
      .matMul(x as never)
      .square()
      .sum(),
  )(w!);
  const squares = v!.mul(0.9).add(gradient.square().mul(0.1));
  return { state: { w: w!.sub(gradient.div(squares.sqrt().add(1e-8))), v: squares }, outputs: { s: gradient.sum() } };
};

test("updates of an optimiser are in place", () => expect(inPlace(descend)).toEqual(["w", "v"]));

describe("an update is not in place if its weight is", () => {
  test.each<[string, StepFunction]>([
    ["swapped with another one", ({ w, v }) => ({ state: { w: v!, v: w! }, outputs: {} })],
    ["also an output", ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { w: w! } })],
    ["also an output in another shape", ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { w: w!.flatten() } })],
    [
      "read for an output that the update does not need",
      ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.exp() } }),
    ],
    [
      "read in another shape for such an output",
      ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: { y: w!.flatten().exp() } }),
    ],
    ["read at other indices", ({ w }) => ({ state: { w: w!.transpose() }, outputs: {} })],
    [
      "read at other indices by the node that computes it",
      ({ w }, { x }) => ({ state: { w: w!.matMul(x as never) }, outputs: {} }),
    ],
    ["the addend of a product", ({ w }, { x }) => ({ state: { w: x!.matMul(x as never).add(w!) }, outputs: {} })],
    ["set to a draw", (_: Params, { x }) => ({ state: { w: x! }, outputs: {} })],
  ])("%s", (_, step) => expect(inPlace(step)).not.toContain("w"));
});

test("a flat parameter is not updated in place while a member is read that its update does not need", () => {
  const flat = (step: StepFunction) =>
    compileModel(traceStep(step, shapes, { x: [4, 4] }), shapes, { target: cpuTarget(), mayFlatten: () => true });
  const decay: StepFunction = ({ w, v }, { x }) => ({
    state: { w: w!.mul(0.9).add(x!), v: v!.mul(0.9).add(x!) },
    outputs: {},
  });
  const members = { "flat.0": ["w", "v"] };
  expect(flat(decay)).toMatchObject({ flatParameters: members, updates: ["flat.0"], inPlace: ["flat.0"] });
  const reading: StepFunction = (state, draws) => ({ ...decay(state, draws), outputs: { y: state["v"]!.exp() } });
  expect(flat(reading)).toMatchObject({ flatParameters: members, updates: ["flat.0"], inPlace: [] });
});

test("a weight that only ancestors of its update read is updated in place", () => {
  const step: StepFunction = ({ w }, { x }) => {
    const y = w!
      .transpose()
      .matMul(x as never)
      .tanh();
    return { state: { w: w!.flatten().exp().reshape([4, 4]).sub(y) }, outputs: { y: y.sum() } };
  };
  expect(inPlace(step)).toEqual(["w"]);
});

test("a weight that its update reads twice, reversed and as it is, is updated in place", () => {
  const step: StepFunction = ({ w }) => ({
    state: { w: w!.sub(w!.reshape([2, 8]).reverse(0).reshape([4, 4])) },
    outputs: {},
  });
  expect(inPlace(step)).toEqual(["w"]);
});
