import { mapParams, ndarray, tf, type Params } from "@tweedie/core";
import { createExecutor, type StepFunction } from "@tweedie/graph";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import "./to-be-all-close.ts";

/** Expects a computation and its gradients to have the same numbers in a compiled graph as in tfjs, within 1e-4 + 0.1 %. */
export async function expectCompiled(compute: (inputs: Params) => Tensor, inputs: Params): Promise<void> {
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
    for (const [name, eager] of Object.entries(step({}, inputs).outputs)) {
      expect(outputs[name]!, name).toBeAllClose(eager, { atol: 1e-4, rtol: 1e-3 });
    }
  } finally {
    await executor.dispose();
  }
}
