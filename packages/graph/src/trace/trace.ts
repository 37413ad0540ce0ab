import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { type Params, TweedieError, tf } from "@tweedie/core";
import { drawInput, weightInput } from "../compile/value-names.ts";
import type { StepFunction } from "../executor/executor.ts";
import { input } from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { onBackend, onFreshEngineState } from "../tfjs/engine.ts";
import { explainMissingKernel } from "../tfjs/missing-kernel.ts";
import { createTraceBackend, registerTraceKernels, traceBackendName } from "./backend.ts";
import { withSymbolicGradients } from "./symbolic-gradients.ts";

/** Graphs of a step's updated weights and of its outputs, by the names that the step returns. */
export interface TracedStep {
  readonly state: Graph;
  readonly outputs: Graph;
}

/** Runs a step once on tensors without values, and records its ops. All weights and draws are float32. */
export function trace(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
): TracedStep {
  registerTraceKernels();
  return onFreshEngineState((outer) => {
    const readOuter = (tensor: TensorInfo) => {
      const owner = outer.tensorInfo.get(tensor.dataId)?.backend;
      if (!owner) throw new TweedieError({ where: "step", what: "it uses a tensor that has been disposed" });
      return owner.readSync(tensor.dataId);
    };
    const tracer = createTraceBackend(readOuter);
    const tensors = (shapes: Readonly<Record<string, Shape>>, inputName: (name: string) => string): Params =>
      Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => {
          const { dataId, shape: extents, dtype } = tracer.tensorOf(input(inputName(name), shape));
          return [name, tf.engine().makeTensorFromDataId(dataId, extents, dtype, tracer.backend)];
        }),
      );
    const graphOf = (results: Params): Graph =>
      Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tracer.nodeOf(checkTensor(name, tensor))]),
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

function checkTensor(name: string, tensor: Tensor): Tensor {
  if ((tensor as unknown) instanceof tf.Tensor) return tensor;
  throw new TweedieError({ where: "step", what: `it returns a ${typeof tensor} as '${name}' instead of a tensor` });
}
