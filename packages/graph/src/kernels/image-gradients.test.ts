import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { type NDArray, tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createExecutor } from "../index.ts";
import { runCompiled, runEagerly, uniformArray } from "../testing/run-graph.ts";

const dot = (a: NDArray, b: NDArray) => a.data.reduce((sum, x, i) => sum + x * b.data[i]!, 0);
const extent = fc.integer({ min: 1, max: 7 });
const images = fc.tuple(fc.constant(2), extent, extent, fc.constant(3));
const pair = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));

/** Linear maps of images whose gradients are wrong in tfjs's own cpu backend. */
const maps: Record<string, fc.Arbitrary<(x: Tensor4D) => Tensor>> = {
  "mean pooling with padding": fc.tuple(pair, pair).map(
    ([taps, strides]) =>
      (x: Tensor4D) =>
        tf.avgPool<Tensor4D>(x, taps, strides, "same"),
  ),
  "nearest resizing": fc.tuple(pair, fc.boolean()).map(
    ([[down, right], half]) =>
      (x: Tensor4D) =>
        tf.image.resizeNearestNeighbor(x, [x.shape[1] * down, x.shape[2] + right], false, half),
  ),
  "bilinear resizing": fc.tuple(pair, fc.boolean()).map(
    ([[down, right], half]) =>
      (x: Tensor4D) =>
        tf.image.resizeBilinear(x, [x.shape[1] * down, x.shape[2] + right], false, half),
  ),
};

beforeAll(async () => {
  await createExecutor("cpu"); // corrects the cpu backend's gradients
});

test.each(Object.entries(maps))(
  "the gradient of %s is its transpose, <A x, y> = <x, A' y>, compiled and on the corrected cpu backend",
  async (_, map) => {
    await fc.assert(
      fc.asyncProperty(images, map, fc.nat(), async (shape, f, seed) => {
        const x = uniformArray(seed, shape);
        const [ax] = (await runCompiled((x) => [f(x as Tensor4D)], [x])) as [NDArray];
        const y = uniformArray(seed + 1, ax.shape);
        const gradient = (x: Tensor, y: Tensor) => [
          tf.grad((x: Tensor) =>
            f(x as Tensor4D)
              .mul(y)
              .sum(),
          )(x),
        ];
        const [back] = (await runCompiled(gradient as (...x: Tensor[]) => Tensor[], [x, y])) as [NDArray];
        expect(dot(ax, y)).toBeAllClose(dot(x, back), { atol: 1e-4, rtol: 1e-5 });
        expect(runEagerly(gradient as (...x: Tensor[]) => Tensor[], [x, y])[0]).toBeAllClose(back, { atol: 1e-5 });
      }),
      { numRuns: 10 },
    );
  },
);

test("the gradient of nearest upsampling by two equals that of repetition", async () => {
  const [x, y] = [uniformArray(0, [3, 4, 5, 2]), uniformArray(1, [3, 8, 10, 2])];
  const repetition = (x: Tensor) => {
    const rows = tf.stack([x, x], 2).reshape([3, 8, 5, 2]);
    return tf.stack([rows, rows], 3).reshape([3, 8, 10, 2]);
  };
  const resizing = (x: Tensor) => tf.image.resizeNearestNeighbor(x as Tensor4D, [8, 10]);
  const gradient = (f: (x: Tensor) => Tensor) =>
    ((x: Tensor, y: Tensor) => [tf.grad((x: Tensor) => f(x).mul(y).sum())(x)]) as (...x: Tensor[]) => Tensor[];
  const [got] = await runCompiled(gradient(resizing), [x, y]);
  expect(got).toBeAllClose(runEagerly(gradient(repetition), [x, y])[0]!);
});
