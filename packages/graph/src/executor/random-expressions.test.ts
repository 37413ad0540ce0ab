import { ndarray, type NDArrays, type Params, type Random, random, tf } from "@tweedie/core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createExecutor } from "../create-executor.ts";
import type { StepFunction } from "./executor.ts";

const shapes = { a: [3, 4], b: [3, 4], c: [3, 4], row: [4], column: [3, 1], scalar: [] } as const;

/** An expression over earlier values. Values are used several times, so the gradients of one meet those of others. */
type Op = (x: Tensor, y: Tensor) => Tensor;

const ops: readonly Op[] = [
  (x, y) => x.add(y),
  (x, y) => x.sub(y),
  (x, y) => x.mul(y),
  (x, y) => x.mul(y.sigmoid()),
  (x) => x.sigmoid(),
  (x) => x.mul(x.sigmoid()),
  (x, y) => x.add(1).mul(x.sigmoid()).mul(y),
  (x, y) => layerNorm(x).mul(y).add(y),
  (x) => x.add(1),
  (x) => tf.sub(1, x),
  (x) => x.mul(0.5),
  (x) => x.tanh(),
  (x) => x.square(),
  (x, y) => x.div(y.square().add(1)),
  (x) => x.sub(x.mean(-1, true)),
  (x) => x.mul(x.square().mean(-1, true).add(1e-3).rsqrt()),
  (x) => layerNorm(x),
  (x, y) => x.add(y.sum()),
  (x, y) => x.add(y.mul(x.sum(-1, true))),
  (x) => x.reshape([4, 3]).reshape([3, 4]),
  (x) => tf.concat([x.slice([0, 0], [3, 2]), x.slice([0, 2], [3, 2])], 1),
  (x) => x.softmax(),
  (x, y) => attention(x as Tensor2D, grown(y)),
  (x, y) => tf.matMul(x, tf.matMul(grown(y), x, true)),
  (x) => x.sum(0, true).add(x),
  (x) => x.transpose().reshape([3, 4]),
  (x, y) => tf.where(x.greater(0), x, grown(y)),
  (x, y) => x.maximum(grown(y)),
  (x) => x.abs().add(0.1).log(),
  (x) => x.tanh().exp(),
  (x) => tf.pad(x.slice([0, 1], [3, 2]), [[0, 0], [1, 1]]), // prettier-ignore
  (x) => tf.gather(x, tf.tensor1d([2, 0, 1], "int32")),
  (x) => x.reverse(1),
  (x) => x.div(x.square().sum(-1, true).add(0.1).sqrt()),
];

const layerNorm = (x: Tensor): Tensor => {
  const centred = x.sub(x.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(1e-3).rsqrt());
};

/** A value of the full shape. */
const grown = (x: Tensor): Tensor2D => x.add(tf.zeros([...shapes.a]));

const attention = (x: Tensor2D, y: Tensor2D): Tensor => x.matMul(y, false, true).softmax().matMul(y);

/** The sum of a random expression of eight ops. */
function expression(stream: Random, inputs: readonly Tensor[]): Tensor {
  const values = [...inputs];
  const pick = () => values[stream.integers(1, values.length)[0]!]!;
  for (let i = 0; i < 8; i++) {
    values.push(ops[stream.integers(1, ops.length)[0]!]!(grown(pick()), pick()));
  }
  // The gradient exists in every input.
  const all = inputs.map((input) => input.square().sum());
  return tf.addN([values.at(-1)!.mul(values.at(-2)!).sum(), ...all]);
}

const seeds = Array.from({ length: 96 }, (_, seed) => seed);

/** Values and gradients of random expressions: one output for each input and seed. */
const step: StepFunction = (state) => {
  const names = Object.keys(shapes);
  const inputs = names.map((name) => state[name]!);
  const outputs: Record<string, Tensor> = {};
  for (const seed of seeds) {
    const f = (...tensors: Tensor[]) => expression(random(seed, "expression"), tensors) as ReturnType<typeof tf.scalar>;
    const { value, grads } = tf.valueAndGrads(f)(inputs);
    outputs[`value.${seed}`] = value;
    // A product with numbers that differ: a sum alone would hide a permutation.
    grads.forEach((gradient, i) => (outputs[`${names[i]!}.${seed}`] = gradient.mul(tf.range(1, gradient.size + 1).reshape(gradient.shape)).sum())); // prettier-ignore
  }
  return { state: state as Params, outputs };
};

test("values and gradients of random expressions are those of the cpu backend", async () => {
  const stream = random(0, "inputs");
  const state: NDArrays = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product: number, extent) => product * extent, 1);
      return [name, ndarray([...shape], stream.child(name).normal(size))];
    }),
  );
  const results = await Promise.all(
    (["cpu", "ort"] as const).map(async (backend) => {
      const executor = await createExecutor(backend);
      const compiled = await executor.compile(step, executor.createStore(state), {});
      return compiled.run({});
    }),
  );
  const [expected, actual] = results as [NDArrays, NDArrays];
  const wrong = Object.keys(expected).filter((name) => {
    const [x, y] = [expected[name]!.data[0]!, actual[name]!.data[0]!];
    return !(Math.abs(x - y) <= 2e-3 * Math.max(1, Math.abs(x)));
  });
  expect(wrong).toEqual([]);
});
