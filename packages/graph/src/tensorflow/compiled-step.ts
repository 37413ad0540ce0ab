import { type NDArray, type NDArrays, scalar, TweedieError } from "@tweedie/core";
import { drawInput } from "../compile/value-names.ts";
import { checkDraws } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import { stack, unstack } from "../executor/iterations.ts";
import { createStepCaller, type FunctionOfStep } from "./step-caller.ts";

/** Calls a step's function on variables that stay on TensorFlow's device. Draws come from the host, and outputs go to it. */
export function createFunctionStep(step: FunctionOfStep): CompiledStep {
  const { name, draws, threads, model } = step;
  const { most } = model;
  const run = most === undefined ? createSingleRun(step) : createLoopRun(step, most);
  let disposed = false;
  const checkedRun = (iterations: readonly NDArrays[]): Promise<readonly NDArrays[]> => {
    if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
    for (const values of iterations) checkDraws(name, values, draws);
    return iterations.length === 0 ? Promise.resolve([]) : run(iterations);
  };
  return {
    ...(threads !== undefined && { threads }),
    run: async (values) => (await checkedRun([values]))[0]!,
    ...(most !== undefined && { many: { most, run: checkedRun } }),
    dispose: () => {
      disposed = true;
      return Promise.resolve();
    },
  };
}

type RunIterations = (iterations: readonly NDArrays[]) => Promise<readonly NDArrays[]>;

/** Names of the draws that the function takes, in its order. */
function drawOrder({ model, draws }: FunctionOfStep): readonly string[] {
  const names = new Map(Object.keys(draws).map((draw) => [drawInput(draw), draw]));
  return model.drawInputs.map((input) => names.get(input)!);
}

/** Runs a function of one iteration. */
function createSingleRun(step: FunctionOfStep): RunIterations {
  const call = createStepCaller(step);
  const order = drawOrder(step);
  const copy = ({ shape, data }: NDArray): NDArray => ({ shape, data: data.slice() });
  return async ([values]) => [named(step, await call(order.map((draw) => copy(values![draw]!))))];
}

/** Runs a function of up to `most` iterations. */
function createLoopRun(step: FunctionOfStep, most: number): RunIterations {
  const call = createStepCaller(step);
  const order = drawOrder(step);
  return async (iterations) => {
    const stacks = order.map((draw) => stack(iterations.map((values) => values[draw]!), step.draws[draw]!, most)); // prettier-ignore
    const results = await call([scalar(iterations.length), ...stacks]);
    const parts = results.map(({ shape, data }) => unstack(data, shape));
    return iterations.map((_, i) => named(step, parts.map((values) => values[i]!))); // prettier-ignore
  };
}

const named = ({ model }: FunctionOfStep, results: readonly NDArray[]): NDArrays =>
  Object.fromEntries(model.outputs.map((output, i) => [output, results[i]!]));
