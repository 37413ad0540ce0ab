import type { FunctionWriter, Signature } from "../function-def/writer.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { lowerFunction } from "../lower/lower-function.ts";
import type { Target } from "../targets/target.ts";
import { type CompileOptions, optimizeStep, type StepGraph, type TracedGraph } from "./compile-step.ts";
import { bytesOfValues, type StepModel } from "./step-model.ts";
import { nextWeight, stepOutput, weightInput } from "./value-names.ts";

/** Optimises a recorded step and lowers it to a TensorFlow function. Its arguments are the draws, then the variables of `variablesOf`. */
export function compileFunction(
  traced: TracedGraph,
  weights: Readonly<Record<string, Shape>>,
  options: CompileOptions<Target<FunctionWriter>>,
): StepModel {
  const { graph, ...names } = optimizeStep(traced, weights, options);
  const signature: Signature = {
    draws: names.drawInputs,
    variables: variablesOf(names).map((weight) => ({ input: weightInput(weight), result: nextWeight(weight) })),
    outputs: names.outputs.map(stepOutput),
  };
  const model = lowerFunction(graph, signature, options.target);
  return { ...names, inPlace: names.updates, model, bytes: bytesOfValues(graph) };
}

/** Weights that a step reads or updates. */
export const variablesOf = ({ weights, updates }: Pick<StepGraph, "weights" | "updates">): readonly string[] => [
  ...new Set([...weights, ...updates]),
];
