import { mapParams, ndarray, nest, random, tf, type NDArray, type Params } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adamMoments, adamScalars, adamUpdate } from "./adam.ts";

const toTensors = (arrays: Params<NDArray>) => mapParams(arrays, ({ shape, data }) => tf.tensor(data, [...shape]));

/** Runs Adam on given gradients and returns the weights after each step. */
function trajectory(start: number[], gradients: ArrayLike<number>[], options: Parameters<typeof adamScalars>[1]) {
  const first = { "net.w": ndarray([start.length], Float32Array.from(start)) };
  let state = { weights: toTensors(first), moments: toTensors(adamMoments(first, options)) };
  return gradients.map((gradient, index) => {
    const { stepSize, epsilon } = toTensors(adamScalars(index + 1, options)) as Record<
      string,
      ReturnType<typeof tf.scalar>
    >;
    const scalars = { stepSize: stepSize!, epsilon: epsilon! };
    state = adamUpdate({ ...state, gradients: { "net.w": tf.tensor1d(Array.from(gradient)) }, scalars, ...options });
    return [...state.weights["net.w"]!.dataSync()];
  });
}

/** Algorithm 1 of arXiv 1412.6980, literally, in float64. */
function reference(start: number[], gradients: ArrayLike<number>[], options: Parameters<typeof adamScalars>[1]) {
  const { learningRate, beta1, beta2, epsilon } = options;
  const w = [...start];
  const m = w.map(() => 0);
  const v = w.map(() => 0);
  return gradients.map((gradient, index) => {
    const t = index + 1;
    for (let i = 0; i < w.length; i++) {
      const g = gradient[i]!;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      const mHat = m[i]! / (1 - beta1 ** t);
      const vHat = v[i]! / (1 - beta2 ** t);
      w[i] = w[i]! - (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
    }
    return [...w];
  });
}

describe.each([
  ["beta1 = 0.9", { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
  ["beta1 = 0", { learningRate: 0.01, beta1: 0, beta2: 0.999, epsilon: 1e-8 }],
  ["a large epsilon", { learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 0.3 }],
])("%s", (_, options) => {
  test("follows algorithm 1 of the paper over 300 steps", () => {
    const scale = [1e-4, 1, 1e3, 3];
    const gradients = Array.from({ length: 300 }, (_, step) =>
      random(1, "gradients", step)
        .normal(4)
        .map((g, i) => g * scale[i]!),
    );
    const actual = trajectory([0, 1, -1, 0.5], gradients, options);
    const expected = reference([0, 1, -1, 0.5], gradients, options);
    for (const step of [0, 1, 10, 299]) {
      for (let i = 0; i < 4; i++) expect(Math.abs(actual[step]![i]! - expected[step]![i]!)).toBeLessThan(2e-5);
    }
  });
});

test("a constant gradient g moves a weight by learningRate g / (|g| + epsilon) at every step", () => {
  const gradient = fc.double({ min: 1e-3, max: 1e3, noNaN: true }).chain((g) => fc.constantFrom(g, -g));
  const beta = fc.double({ min: 0, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(gradient, beta, beta, (g, beta1, beta2) => {
      const options = { learningRate: 0.1, beta1, beta2, epsilon: 1e-2 };
      const steps = trajectory([0], [[g], [g], [g], [g], [g]], options);
      expect(steps[4]![0]).toBeCloseTo((-0.5 * g) / (Math.abs(g) + 1e-2), 5);
    }),
    { numRuns: 30 },
  );
});

test("for beta1 = 0 the state has the second moment only", () => {
  const weights = { w: ndarray([2], Float32Array.of(1, 2)) };
  expect(Object.keys(adamMoments(weights, { beta1: 0, beta2: 0.999 }))).toEqual(["v.w"]);
  expect(Object.keys(adamMoments(weights, { beta1: 0.9, beta2: 0.999 }))).toEqual(["m.w", "v.w"]);
});

test("weights and moments keep their names, whatever their prefixes", () => {
  const weights = nest("a.b", { m: tf.scalar(1) });
  const scalars = { stepSize: tf.scalar(1), epsilon: tf.scalar(1) };
  const moments = { "m.a.b.m": tf.scalar(0), "v.a.b.m": tf.scalar(0) };
  const next = adamUpdate({ weights, gradients: weights, moments, scalars, beta1: 0.5, beta2: 0.5 });
  expect(Object.keys(next.moments)).toEqual(Object.keys(moments));
  expect(Object.keys(next.weights)).toEqual(["a.b.m"]);
});
