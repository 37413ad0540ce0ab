import type { Tensor } from "@tensorflow/tfjs-core";
import { after, ndarray, tf } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";

/** Functions of ops that targets lower in different ways. */
const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  after: (x) => after(x, [x.exp()]).exp(),
  and: (x) => tf.logicalAnd(x.greater(0), x.less(1)),
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

const tolerance = 1e-6;

/** Compares ops on two executors. Returns their number. @throws Error with the first one that differs */
export async function compareOps(device: Executor, reference: Executor): Promise<number> {
  for (const [name, f] of Object.entries(functions)) {
    const [got, expected] = [await evaluate(device, f), await evaluate(reference, f)];
    const differs = expected.some(
      (value, i) => !(Math.abs(got[i]! - value) <= tolerance * Math.max(1, Math.abs(value))),
    );
    if (differs) throw new Error(`${name} is ${got.join(", ")}; on the CPU it is ${expected.join(", ")}`);
  }
  return Object.keys(functions).length;
}

async function evaluate(executor: Executor, f: (x: Tensor) => Tensor): Promise<Float32Array> {
  const store = executor.createStore({});
  const step = await executor.compile((_, { x }) => ({ outputs: { y: f(x!) } }), store, { x: x.shape });
  const { y } = await step.run({ x });
  await step.dispose();
  return y!.data;
}
