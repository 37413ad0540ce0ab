import { createHash } from "node:crypto";
import type { NDArray } from "@tweedie/core";
import { variablesOf } from "../compile/step-function.ts";
import type { StepModel } from "../compile/step-model.ts";
import { runError } from "../executor/checks.ts";
import { nameFunction, splitFunctions } from "../function-def/proto.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Binding } from "./addon/binding.ts";
import type { ProgramCache } from "./program-cache.ts";
import type { VariableStore } from "./store.ts";

export interface FunctionOfStep {
  readonly binding: Binding;
  readonly programs: ProgramCache | undefined;
  /** Name of the step in error messages. */
  readonly name: string;
  /** Part of the function's name. Functions with other variants of the runtime's settings are compiled apart. */
  readonly variant?: string;
  readonly model: StepModel;
  readonly store: VariableStore;
  readonly draws: Readonly<Record<string, Shape>>;
  readonly threads: number | undefined;
}

/** Calls a step's function with tensors, whose memory TensorFlow then owns, and the variables. Returns its results. */
export type StepCaller = (tensors: readonly NDArray[]) => Promise<readonly NDArray[]>;

/** Adds the function of a step to TensorFlow's context. */
export function createStepCaller(step: FunctionOfStep): StepCaller {
  const { programs, store } = step;
  let functionName = addFunctions(step);
  let isCompiled = false;
  return (tensors) =>
    store.exclusive(async () => {
      const work = () => call(step, functionName, tensors);
      if (isCompiled || !programs) return work();
      // The first call compiles the function, or reads its program from the cache.
      const results = await work().catch(() => {
        programs.clear();
        functionName = addFunctions(step, "again"); // TensorFlow remembers that a function failed to compile
        return work();
      });
      programs.seal();
      isCompiled = true;
      return results;
    });
}

/** Functions of TensorFlow's context: names of steps, and digests of the functions that they call. */
const added = new Set<string>();

/** Adds a step's functions to the context, and returns the name of the last. Equal steps share it, and XLA compiles it once for equal shapes. */
function addFunctions({ binding, model: { model }, variant = "" }: FunctionOfStep, suffix = ""): string {
  const add = (name: string, definition: Uint8Array) => {
    if (!added.has(name)) binding.addFunction(definition);
    added.add(name);
  };
  const functions = splitFunctions(model);
  for (const part of functions.slice(0, -1)) add(digestOf(part), part);
  const name = `step_${digestOf(model)}${variant}${suffix}`;
  add(name, nameFunction(functions.at(-1)!, name));
  return name;
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function call(
  { binding, name, model, store, draws }: FunctionOfStep,
  functionName: string,
  values: readonly NDArray[],
): Promise<readonly NDArray[]> {
  const tensors = values.map(({ shape, data }) => binding.createTensor(shape, binding.TF_FLOAT, data));
  const variables = variablesOf(model).map((weight) => store.variable(weight));
  const results = await binding
    .callFunction(functionName, [...tensors, ...variables], model.outputs.length)
    .catch((error: unknown) => {
      throw runError(name, draws, error);
    })
    .finally(() => {
      for (const tensor of tensors) binding.deleteTensor(tensor);
    });
  const outputs = results.map(({ id, shape }) => ({ shape, data: binding.tensorDataSync(id) }));
  for (const { id } of results) binding.deleteTensor(id);
  return outputs;
}
