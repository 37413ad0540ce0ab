import type { Scalar, Tensor4D } from "@tensorflow/tfjs-core";
import { mapParams, ndarray, type NDArrays, random, sizeOf, tf, TweedieError } from "@tweedie/core";
import { createEagerExecutor } from "../eager/executor.ts";
import { cpu } from "../eager/backends.ts";
import type { Executor, StepFunction } from "../executor/executor.ts";

const array = (name: string, shape: readonly number[]) => ndarray(shape, random(0, name).normal(sizeOf(shape)));

const state: NDArrays = { filter: array("filter", [3, 3, 2, 4]), matrix: array("matrix", [4, 3]) };
const draws: NDArrays = { x: array("x", [2, 6, 5, 2]) };

/** Gradient descent on a convolution and a product of matrices. */
const update: StepFunction = ({ filter, matrix }, { x }) => {
  const { value, grads } = tf.valueAndGrads((filter, matrix) => {
    const images = tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same");
    return images.reshape([-1, 4]).matMul(matrix!).tanh().square().mean() as Scalar;
  })([filter!, matrix!]);
  const learned = { filter: filter!.sub(grads[0]!), matrix: matrix!.sub(grads[1]!) };
  return { state: learned, outputs: { loss: value, product: filter!.reshape([-1, 4]).matMul(matrix!) } };
};

/** Largest difference from the CPU's numbers. */
const tolerance = 1e-4;

/**
 * Compares a product of matrices, the gradient of a convolution and two updates with those of tfjs's CPU backend.
 *
 * @throws TweedieError if they differ.
 */
export async function checkExecutor(executor: Executor): Promise<void> {
  const [got, expected] = [await run(executor), await run(createEagerExecutor("cpu", await cpu()))];
  for (const [name, { data }] of Object.entries(expected)) {
    const difference = Math.max(...data.map((value, i) => Math.abs(value - got[name]!.data[i]!)));
    if (difference <= tolerance) continue;
    const what = `${name} of a test step differs by ${difference} from the CPU's`;
    throw new TweedieError({ where: `backend ${executor.name}`, what, fix: "--backend ort" });
  }
}

async function run(executor: Executor): Promise<NDArrays> {
  const store = executor.createStore(state);
  const shapes = mapParams(draws, ({ shape }) => shape);
  const step = await executor.compile(update, store, shapes);
  await step.run(draws);
  const outputs = await step.run(draws);
  const results = { ...outputs, ...(await store.read()) };
  await step.dispose();
  store.dispose();
  return results;
}
