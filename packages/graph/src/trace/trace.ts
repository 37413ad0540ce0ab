import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { type Params, TweedieError, tf } from "@tweedie/core";
import type { StepFunction } from "../executor.ts";
import { input } from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { onBackend, onFreshState } from "../tfjs-engine.ts";
import { createTraceBackend, registerTraceKernels, traceBackendName } from "./backend.ts";
import { withSymbolicGradients } from "./symbolic-gradients.ts";
import { explainMissingKernel } from "./missing-kernel.ts";

/** A step as graphs: of the weights that it changes, and of what it shows. */
export interface TracedStep {
  readonly state: Graph;
  readonly outputs: Graph;
}

/** Names of the graph's inputs: weights and draws may have the same names. */
export const weightInput = (name: string): string => `state/${name}`;
export const drawInput = (name: string): string => `draw/${name}`;

/** Runs a step once, on tensors without values, and records what it does. All weights and draws are float32. */
export function trace(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
): TracedStep {
  registerTraceKernels();
  return onFreshState((outer) => {
    const readOuter = (tensor: TensorInfo) => {
      const owner = outer.tensorInfo.get(tensor.dataId)?.backend;
      if (!owner) throw new TweedieError({ where: "step", what: "a tensor is used that has been disposed" });
      return owner.readSync(tensor.dataId);
    };
    const tracer = createTraceBackend(readOuter);
    const tensors = (shapes: Readonly<Record<string, Shape>>, name: (name: string) => string): Params =>
      Object.fromEntries(
        Object.entries(shapes).map(([key, shape]) => {
          const { dataId, shape: extents, dtype } = tracer.hold(input(name(key), shape));
          return [key, tf.engine().makeTensorFromDataId(dataId, extents, dtype, tracer.backend)];
        }),
      );
    const graphOf = (results: Params): Graph =>
      Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tracer.nodeOf(resultOf(name, tensor))]),
      );

    const traced = onBackend(traceBackendName, tracer.backend, () =>
      explainMissingKernel("which cannot be compiled", "write it with other ops, or run eagerly: --backend cpu", () => {
        const { state = {}, outputs } = withSymbolicGradients(() =>
          step(tensors(weights, weightInput), tensors(draws, drawInput)),
        );
        return { state: graphOf(state), outputs: graphOf(outputs) };
      }),
    );
    if (tracer.failure) throw tracer.failure;
    return traced;
  });
}

function resultOf(name: string, tensor: Tensor): Tensor {
  if ((tensor as unknown) instanceof tf.Tensor) return tensor;
  throw new TweedieError({ where: "step", what: `the step returns ${typeof tensor} as '${name}', not a tensor` });
}
