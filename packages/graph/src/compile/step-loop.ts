import type { Shape } from "../ir/tensor-type.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import { loopModel } from "../onnx/loop-model.ts";
import { elementTypes, encodeModel } from "../onnx/proto.ts";
import type { Target } from "../targets/target.ts";
import { type CompileOptions, optimizeStep, type TracedGraph } from "./compile-step.ts";
import { bytesOfValues, type StepModel } from "./step-model.ts";
import { nextWeight, weightInput } from "./value-names.ts";

/**
 * Newest version of the standard operators for which the CUDA provider has `Loop`, `Pad`, `Identity` and reductions. An operator that it
 * lacks runs on the CPU, and a loop there would copy the weights in each iteration.
 */
const opset = 18;

/**
 * Optimises a recorded step and lowers it to an ONNX model of any number of its iterations. Draws and outputs are stacked along the
 * iterations. The model reads the first value of each updated weight, and its output is the last one.
 */
export function compileLoop(
  traced: TracedGraph,
  weights: Readonly<Record<string, Shape>>,
  options: CompileOptions<Target>,
): StepModel {
  const { graph, ...names } = optimizeStep(traced, weights, options);
  const model = loopModel(lowerGraph(graph, options.target), {
    carried: names.updates.map((weight) => ({
      name: weightInput(weight),
      next: nextWeight(weight),
      elementType: elementTypes.float32,
      shape: weights[weight]!,
    })),
    stacked: names.drawInputs,
  });
  return {
    ...names,
    weights: [...new Set([...names.weights, ...names.updates])],
    // Outputs are written after the last iteration.
    inPlace: names.updates,
    model: encodeModel({ ...model, opset }),
    bytes: bytesOfValues(graph),
  };
}
