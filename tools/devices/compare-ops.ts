import type { Tensor } from "@tensorflow/tfjs-core";
import { after, mapParams, ndarray, type NDArrays, tf } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";

/** Functions of one tensor `[2, 6]`, by name. */
export type OpFunctions = Readonly<Record<string, (x: Tensor) => Tensor>>;

/** Functions of ops that targets lower in different ways. */
export const commonOps: OpFunctions = {
  after: (x) => {
    const before = x.tanh();
    return after(x, [before]).mul(before);
  },
  and: (x) => tf.logicalAnd(x.greater(0), x.less(1)),
  argMax: (x) => x.argMax(1),
  argMin: (x) => x.argMin(0),
  argMinOfTies: (x) => x.abs().argMin(1),
  cumsum: (x) => x.cumsum(1, true, true),
  erf: (x) => x.erf(),
  gather: (x) => x.gather(tf.tensor1d([1, 0, 1], "int32")),
  mirrorPad: (x) => tf.mirrorPad(x, [[1, 1], [1, 1]], "reflect"), // prettier-ignore
  not: (x) => tf.logicalNot(x.greater(0)),
  or: (x) => tf.logicalOr(x.greater(2), x.less(0)),
  prod: (x) => x.prod(1),
  round: (x) => x.round(),
  sign: (x) => x.sign(),
  softplus: (x) => x.softplus(),
  xor: (x) => tf.logicalXor(x.greater(0), x.less(1)),
};

/** Numbers with ties, zeros of both signs, and large ones. */
const x = ndarray([2, 6], Float32Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -0, 0, -1.2, 0.7, 3, 10.4));

/** Compares functions on two executors, as one step. Returns their number. @throws Error with the first one that differs */
export async function compareOps(
  device: Executor,
  reference: Executor,
  functions: OpFunctions,
  tolerance = 1e-6,
): Promise<number> {
  const [got, expected] = [await evaluate(device, functions), await evaluate(reference, functions)];
  for (const [name, { data }] of Object.entries(expected)) {
    const differs = data.some(
      (value, i) => !(Math.abs(got[name]!.data[i]! - value) <= tolerance * Math.max(1, Math.abs(value))),
    );
    if (differs) throw new Error(`${name} is ${got[name]!.data.join(", ")}; on the CPU it is ${data.join(", ")}`);
  }
  return Object.keys(functions).length;
}

async function evaluate(executor: Executor, functions: OpFunctions): Promise<NDArrays> {
  const store = executor.createStore({});
  const step = await executor.compile((_, { x }) => ({ outputs: mapParams(functions, (f) => f(x!)) }), store, {
    x: x.shape,
  });
  const outputs = await step.run({ x });
  await step.dispose();
  return outputs;
}
