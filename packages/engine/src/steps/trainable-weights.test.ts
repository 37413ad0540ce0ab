import type { Tensor } from "@tensorflow/tfjs-core";
import { mapParams, ndarray, type NDArrays, type Params, tf } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { optimizer } from "../experiment/optimizer-settings.ts";
import { descend, type TrainableWeights, trainableDraws, trainableState } from "./trainable-weights.ts";

const settings = optimizer({ lr: 1, betas: [0, 0] });
const toTensors = (arrays: NDArrays): Params => mapParams(arrays, ({ shape, data }) => tf.tensor(data, [...shape]));

/** Change of the weights in the first of 10 updates with a given gradient: `-lr g / (|g| + eps)` by Adam. */
function changeOf(gradient: number[], options: object): number[] {
  const trainable: TrainableWeights = { name: "net", optimizer: settings.parse(options) };
  const state = toTensors(
    trainableState(trainable, { w: ndarray([gradient.length], new Float32Array(gradient.length)) }),
  );
  const draws = toTensors(trainableDraws(trainable, { update: 1, updates: 10, batch: 4 }));
  // The value is finite and only the gradient may be NaN, as next to a singular point.
  const objective = tf.customGrad((...inputs: unknown[]) => ({
    value: tf.scalar(0),
    gradFunc: () => [tf.tensor1d(gradient).reshape((inputs[0] as Tensor).shape)],
  }));
  return [...descend(trainable, state, draws, ({ w }) => objective(w!)).state["net.w"]!.dataSync()];
}

const adamChange = (gradient: number[], eps: number, lr = 1) =>
  gradient.map((g) => expect.closeTo((-lr * g) / (Math.abs(g) + eps), 5) as unknown);

describe("one update", () => {
  test("equals Adam's update", () => expect(changeOf([3, -4], { eps: 1 })).toEqual(adamChange([3, -4], 1)));
  test("clips by value", () =>
    expect(changeOf([3, -4], { eps: 1, clip: { value: 3.5 } })).toEqual(adamChange([3, -3.5], 1)));
  test("clips by global norm", () =>
    expect(changeOf([3, -4], { eps: 1, clip: { norm: 2.5 } })).toEqual(adamChange([1.5, -2], 1)));
  test("clips by value before it clips by norm", () =>
    expect(changeOf([30, -4], { eps: 1, clip: { value: 3, norm: 2.5 } })).toEqual(
      adamChange(
        [3, -3].map((g) => g / 1.2 / Math.SQRT2),
        1,
      ),
    ));
  test("replaces non-finite gradients with `nonFinite: zero`", () =>
    expect(changeOf([3, NaN, -Infinity], { eps: 1, nonFinite: "zero" })).toEqual(adamChange([3, 0, -1e5], 1)));
  test("keeps non-finite gradients with `nonFinite: fail`", () => expect(changeOf([3, NaN], { eps: 1 })[1]).toBeNaN());
  test("follows the learning rate schedule", () =>
    expect(changeOf([3], { eps: 1, schedule: { warmup: 5, decay: "linear", final: 0 } })).toEqual(
      adamChange([3], 1, 0.2 * 0.9),
    ));
});

describe("with a start", () => {
  const trainable = { name: "net", optimizer: optimizer({ lr: 1, betas: [0.5, 0.9] }).parse({ weightDecay: 0.1 }) };
  const gradient = tf.tensor1d([3, -4]);

  /** The state after updates from one number to another. */
  function after(first: number, last: number, start?: number): Params {
    let state = toTensors(trainableState(trainable, { w: ndarray([2], Float32Array.of(1, 2)) }));
    for (let update = first; update <= last; update++) {
      const draws = toTensors(trainableDraws({ ...trainable, start }, { update, updates: 10, batch: 4 }));
      const objective = ({ w }: Params) => w!.square().mul(gradient).sum();
      state = { ...state, ...descend({ ...trainable, start }, state, draws, objective).state };
    }
    return state;
  }
  const numbers = (state: Params) => mapParams(state, (x) => [...x.dataSync()]);

  test("updates before it leave weights and moments as they are, to the bit", () => {
    expect(numbers(after(1, 3, 4))).toEqual(numbers(after(1, 0)));
  });

  test("the first update is Adam's first", () => {
    expect(numbers(after(1, 5, 4))).toEqual(numbers(after(1, 2)));
  });
});

test("a decay by factors is refused a final learning rate of 0", () => {
  const parse = (decay: string) => settings.safeParse({ schedule: { decay, final: 0 } }).success;
  expect(["linear", "cosine", "exponential", "steps"].map(parse)).toEqual([true, true, false, false]);
});
