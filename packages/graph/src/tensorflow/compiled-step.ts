import { createHash } from "node:crypto";
import { type NDArray, type NDArrays, TweedieError } from "@tweedie/core";
import { variablesOf } from "../compile/step-function.ts";
import type { StepModel } from "../compile/step-model.ts";
import { drawInput } from "../compile/value-names.ts";
import { checkDraws, runError } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import { nameFunction } from "../function-def/proto.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Binding } from "./addon/binding.ts";
import type { ProgramCache } from "./program-cache.ts";
import type { VariableStore } from "./store.ts";

interface FunctionOfStep {
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

/** Calls a step's function on variables that stay on TensorFlow's device. Draws come from the host, and outputs go to it. */
export function createFunctionStep(step: FunctionOfStep): CompiledStep {
  const { programs, name, model, store, draws, threads } = step;
  let functionName = addFunction(step);
  const reads = new Set(model.drawInputs);
  const used = Object.keys(draws).filter((draw) => reads.has(drawInput(draw)));
  const order = model.drawInputs.map((input) => used.find((draw) => drawInput(draw) === input)!);
  let disposed = false;
  let isCompiled = false;
  return {
    ...(threads !== undefined && { threads }),
    run: (values) => {
      if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
      checkDraws(name, values, draws);
      return store.exclusive(async () => {
        const work = () => call(step, functionName, order.map((draw) => values[draw]!)); // prettier-ignore
        if (isCompiled || !programs) return work();
        // The first call compiles the function, or reads its program from the cache.
        const outputs = await work().catch(() => {
          programs.clear();
          functionName = addFunction(step, "again"); // TensorFlow remembers that a function failed to compile
          return work();
        });
        programs.seal();
        isCompiled = true;
        return outputs;
      });
    },
    dispose: () => {
      disposed = true;
      return Promise.resolve();
    },
  };
}

/** Functions of TensorFlow's context, by name. */
const added = new Set<string>();

/** Adds a step's function to the context, and returns its name. Equal steps share a function, which XLA compiles once for equal shapes. */
function addFunction({ binding, model: { model }, variant = "" }: FunctionOfStep, suffix = ""): string {
  const name = `step_${createHash("sha256").update(model).digest("hex")}${variant}${suffix}`;
  if (!added.has(name)) binding.addFunction(nameFunction(model, name));
  added.add(name);
  return name;
}

async function call(
  { binding, name, model, store, draws }: FunctionOfStep,
  functionName: string,
  values: readonly NDArray[],
): Promise<NDArrays> {
  // A copy, because TensorFlow may use the memory of the array.
  const tensors = values.map(({ shape, data }) => binding.createTensor(shape, binding.TF_FLOAT, data.slice()));
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
  return Object.fromEntries(model.outputs.map((output, i) => [output, outputs[i]!]));
}
