import { mapParams } from "@tweedie/core";
import { expect, test } from "vitest";
import type { StepFunction } from "../executor/executor.ts";
import { splitFunctions } from "../function-def/proto.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { tensorflowTarget } from "../targets/tensorflow.ts";
import { mlpDrawShapes, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { traceStep } from "./compile-step.ts";
import { compileFunction } from "./step-function.ts";

const compile = (
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
) => compileFunction(traceStep(step, weights, draws), weights, { target: tensorflowTarget });

const add: StepFunction = ({ w }, { x }) => ({ state: { w: w!.add(x!) }, outputs: {} });

test("a short step with updates is a loop: condition, body, and the function that is called", () => {
  const weights = mapParams(mlpState, ({ shape }) => shape);
  const { most, model } = compile(mlpTrainStep, weights, mlpDrawShapes);
  expect(most).toBe(32);
  expect(splitFunctions(model)).toHaveLength(3);
});

test.each([
  ["without updates", ((_, { x }) => ({ outputs: { y: x!.mul(2) } })) satisfies StepFunction, {}, { x: [4] }],
  ["that computes 64 MiB", add, { w: [2 ** 24] }, { x: [] }],
  ["with draws of 48 MiB", ((_, { x }) => ({ state: { w: x!.sum() }, outputs: {} })) satisfies StepFunction, { w: [] }, { x: [12 * 2 ** 20] }], // prettier-ignore
] as const)("a step %s is one function", (_, step, weights, draws) => {
  const { most, model } = compile(step, weights, draws);
  expect(most).toBeUndefined();
  expect(splitFunctions(model)).toHaveLength(1);
});

test("large draws have fewer iterations a call", () => {
  expect(compile(add, { w: [2 ** 20] }, { x: [2 ** 20] }).most).toBe(16); // 4 MiB
});
