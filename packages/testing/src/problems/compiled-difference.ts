import { mapParams, ndarray, tf, type Params } from "@tweedie/core";
import { createExecutor, type StepFunction } from "@tweedie/graph";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Findings } from "./findings.ts";
import { difference } from "./difference.ts";

/** Returns how a computation and its gradients have other numbers in a compiled graph than in tfjs, by more than 1e-4 + 0.1 %. */
export async function compiledDifference(compute: (inputs: Params) => Tensor, inputs: Params): Promise<Findings> {
  const names = Object.keys(inputs);
  const step: StepFunction = (_, draws) => {
    const tensors = names.map((name) => draws[name]!);
    const gradients = tf.grads((...moved: Tensor[]) => {
      const y = compute(Object.fromEntries(names.map((name, i) => [name, moved[i]!])));
      return moved.reduce((sum, x) => sum.add(x.mul(0).sum()), y.square().sum()); // connects each input
    })(tensors);
    return {
      outputs: {
        value: compute(draws),
        ...Object.fromEntries(names.map((name, i) => [`gradient in ${name}`, gradients[i]!])),
      },
    };
  };

  const executor = await createExecutor("ort", { threads: 1 });
  try {
    const shapes = mapParams(inputs, ({ shape }) => shape);
    const compiled = await executor.compile(step, executor.createStore({}), shapes);
    const arrays = mapParams(inputs, (x) => ndarray(x.shape, Float32Array.from(x.dataSync())));
    const outputs = await compiled.run(arrays);
    return Object.entries(step({}, inputs).outputs).map(([name, eager]) => {
      const problem = difference(outputs[name]!, eager, { atol: 1e-4, rtol: 1e-3 });
      return problem === undefined ? undefined : `${name}: ${problem}`;
    });
  } finally {
    await executor.dispose();
  }
}

/** Returns the reason why nothing can be compiled here; undefined in Node. */
export const whyNotCompiled = (): string | undefined =>
  globalThis.process?.versions?.node === undefined ? "ONNX Runtime for Node does not run in a browser" : undefined;
