import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { type NDArray, rows, tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createExecutor } from "../index.ts";
import { runCompiled, runEagerly, uniform } from "../testing/run-graph.ts";

const dot = (a: NDArray, b: NDArray) => a.data.reduce((sum, x, i) => sum + x * b.data[i]!, 0);
const extent = fc.integer({ min: 1, max: 7 });
const images = fc.tuple(fc.constant(2), extent, extent, fc.constant(3));
const pair = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));

/** Maps of images whose gradients the cpu backend has wrong at the edges or beyond the first image. */
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
  await createExecutor("cpu"); // with its gradients corrected
});

test.each(Object.entries(maps))(
  "the gradient of %s is its transpose, <A x, y> = <x, A' y>, on either side",
  async (_, map) => {
    await fc.assert(
      fc.asyncProperty(images, map, fc.nat(), async (shape, f, seed) => {
        const x = uniform(seed, shape);
        const [ax] = (await runCompiled((x) => [f(x as Tensor4D)], [x])) as [NDArray];
        const y = uniform(seed + 1, ax.shape);
        const pull = (x: Tensor, y: Tensor) => tf.grad((x: Tensor) => f(x as Tensor4D).mul(y).sum())(x); // prettier-ignore
        const [back] = (await runCompiled((x, y) => [pull(x!, y!)], [x, y])) as [NDArray];
        expect(dot(ax, y)).toBeAllClose(dot(x, back), { atol: 1e-4, rtol: 1e-5 });
        expect(runEagerly((x, y) => [pull(x!, y!)], [x, y])[0]).toBeAllClose(back, { atol: 1e-5 });
      }),
      { numRuns: 10 },
    );
  },
);

test("upsampling by two is repetition", async () => {
  const x = uniform(0, [3, 4, 5, 2]);
  const repeated = (x: Tensor) => {
    const rows = tf.stack([x, x], 2).reshape([3, 8, 5, 2]);
    return tf.stack([rows, rows], 3).reshape([3, 8, 10, 2]);
  };
  const pull = (f: (x: Tensor) => Tensor) => (x: Tensor, y: Tensor) => [tf.grad((x: Tensor) => f(x).mul(y).sum())(x)];
  const y = uniform(1, [3, 8, 10, 2]);
  const resized = (x: Tensor) => tf.image.resizeNearestNeighbor(x as Tensor4D, [8, 10]);
  const [got] = await runCompiled(pull(resized) as (...x: Tensor[]) => Tensor[], [x, y]);
  const [expected] = runEagerly(pull(repeated) as (...x: Tensor[]) => Tensor[], [x, y]);
  expect(got).toBeAllClose(expected!);
});

test("convolutions with dilation, explicit padding agree with the cpu backend", async () => {
  const options = fc.record({
    dilation: fc.constantFrom(1, 2),
    pad: fc.constantFrom("same" as const, "valid" as const, 1, 2),
  });
  await fc.assert(
    fc.asyncProperty(options, fc.nat(), async ({ dilation, pad }, seed) => {
      const inputs = [uniform(seed, [2, 8, 7, 3]), uniform(seed + 1, [3, 3, 3, 4])];
      const f = (x: Tensor, filter: Tensor) => [tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, pad, "NHWC", dilation)];
      const [got] = await runCompiled(f as (...x: Tensor[]) => Tensor[], inputs);
      expect(got).toBeAllClose(runEagerly(f as (...x: Tensor[]) => Tensor[], inputs)[0]!, { atol: 1e-5 });
    }),
    { numRuns: 10 },
  );
});

test("convolutions on whole blocks of channels, with their bias and gradients, agree with the cpu backend", async () => {
  const options = fc.record({ stride: fc.constantFrom(1, 2), pad: fc.constantFrom("same" as const, "valid" as const) });
  await fc.assert(
    fc.asyncProperty(options, fc.nat(), async ({ stride, pad }, seed) => {
      const inputs = [uniform(seed, [2, 7, 6, 32]), uniform(seed + 1, [3, 3, 32, 16]), uniform(seed + 2, [16])];
      const f = ((x: Tensor, filter: Tensor, bias: Tensor) => {
        const y = (x: Tensor, filter: Tensor) => tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, pad).add(bias);
        return [y(x, filter), ...tf.grads((x, filter) => y(x, filter).square().sum().asScalar())([x, filter])]; // prettier-ignore
      }) as (...x: Tensor[]) => Tensor[];
      const [got, expected] = [await runCompiled(f, inputs), runEagerly(f, inputs)];
      for (const [i, { data }] of expected.entries()) {
        const scale = Math.max(...data.map(Math.abs));
        expect(got[i]).toBeAllClose(expected[i]!, { atol: 1e-5 * scale });
      }
    }),
    { numRuns: 8 },
  );
});

test("a batch too large to be written out at once gives what its halves give", async () => {
  const [x, filter, y] = [uniform(0, [20, 24, 24, 32]), uniform(1, [3, 3, 32, 4]), uniform(2, [20, 24, 24, 4])];
  const run = (x: NDArray, y: NDArray) =>
    runCompiled(
      ((x: Tensor, filter: Tensor, y: Tensor) => {
        const pull = (x: Tensor, filter: Tensor) =>
          tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same").mul(y).sum().asScalar(); // prettier-ignore
        return [tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same"), ...tf.grads(pull)([x, filter])];
      }) as (...x: Tensor[]) => Tensor[],
      [x, filter, y],
    );
  const whole = await run(x, y);
  const [first, second] = [await run(rows(x, 0, 10), rows(y, 0, 10)), await run(rows(x, 10, 20), rows(y, 10, 20))];
  for (const i of [0, 1]) {
    expect(rows(whole[i]!, 0, 10)).toBeAllClose(first[i]!);
    expect(rows(whole[i]!, 10, 20)).toBeAllClose(second[i]!);
  }
  expect(whole[2]).toBeAllClose(first[2]!.data.map((value, i) => value + second[2]!.data[i]!), { atol: 1e-3 }); // prettier-ignore
});
