import type { Tensor } from "@tensorflow/tfjs";
import { mapParams, ndarray, type NDArrays, type Params, tf } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { optimizer } from "../experiment/optimizer-settings.ts";
import { descend, type Trainable, trainableDraws, trainableState } from "./trainable.ts";

const settings = optimizer({ lr: 1, betas: [0, 0] });
const toTensors = (arrays: NDArrays): Params => mapParams(arrays, ({ shape, data }) => tf.tensor(data, [...shape]));

/** How far the weights move in the first of 10 updates whose gradient is given. Adam then makes `-lr g / (|g| + eps)` of it. */
function moveOf(gradient: number[], options: object): number[] {
  const trainable: Trainable = { name: "net", optimizer: settings.parse(options) };
  const state = toTensors(
    trainableState(trainable, { w: ndarray([gradient.length], new Float32Array(gradient.length)) }),
  );
  const draws = toTensors(trainableDraws(trainable, { update: 1, updates: 10, batch: 4 }));
  // NaN enters by the gradient alone, as it does behind a singular point.
  const slope = tf.customGrad((...inputs: unknown[]) => ({
    value: tf.scalar(0),
    gradFunc: () => [tf.tensor1d(gradient).reshape((inputs[0] as Tensor).shape)],
  }));
  return [...descend(trainable, state, draws, ({ w }) => slope(w!)).state["net.w"]!.dataSync()];
}

const moved = (gradient: number[], eps: number, lr = 1) =>
  gradient.map((g) => expect.closeTo((-lr * g) / (Math.abs(g) + eps), 5) as unknown);

describe("one update", () => {
  test("is Adam's", () => expect(moveOf([3, -4], { eps: 1 })).toEqual(moved([3, -4], 1)));
  test("clips by value", () => expect(moveOf([3, -4], { eps: 1, clip: { value: 3.5 } })).toEqual(moved([3, -3.5], 1)));
  test("clips by global norm", () =>
    expect(moveOf([3, -4], { eps: 1, clip: { norm: 2.5 } })).toEqual(moved([1.5, -2], 1)));
  test("clips by value first", () =>
    expect(moveOf([30, -4], { eps: 1, clip: { value: 3, norm: 2.5 } })).toEqual(
      moved(
        [3, -3].map((g) => g / 1.2 / Math.SQRT2),
        1,
      ),
    ));
  test("keeps what is not finite out", () =>
    expect(moveOf([3, NaN, -Infinity], { eps: 1, nonFinite: "zero" })).toEqual(moved([3, 0, -1e5], 1)));
  test("lets what is not finite through, where the run is to fail by it", () =>
    expect(moveOf([3, NaN], { eps: 1 })[1]).toBeNaN());
  test("follows the schedule", () =>
    expect(moveOf([3], { eps: 1, schedule: { warmup: 5, decay: "linear", final: 0 } })).toEqual(
      moved([3], 1, 0.2 * 0.9),
    ));
});

test("a decay by factors has something to come to", () => {
  const parse = (decay: string) => settings.safeParse({ schedule: { decay, final: 0 } }).success;
  expect(["linear", "cosine", "exponential", "steps"].map(parse)).toEqual([true, true, false, false]);
});
