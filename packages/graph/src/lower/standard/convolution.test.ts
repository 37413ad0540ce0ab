import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { type NDArray, rows, tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { input, reshape, transpose } from "../../ir/build.ts";
import { createNode, type Node } from "../../ir/node.ts";
import { runCompiled, runEagerly, runGraph, uniformArray } from "../../testing/run-graph.ts";

type TensorFunction = (...x: Tensor[]) => Tensor[];

test("convolutions with dilation and explicit padding agree with the cpu backend", async () => {
  const options = fc.record({
    dilation: fc.constantFrom(1, 2),
    pad: fc.constantFrom("same" as const, "valid" as const, 1, 2),
  });
  await fc.assert(
    fc.asyncProperty(options, fc.nat(), async ({ dilation, pad }, seed) => {
      const inputs = [uniformArray(seed, [2, 8, 7, 3]), uniformArray(seed + 1, [3, 3, 3, 4])];
      const f = (x: Tensor, filter: Tensor) => [tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, pad, "NHWC", dilation)];
      const [got] = await runCompiled(f as TensorFunction, inputs);
      expect(got).toBeAllClose(runEagerly(f as TensorFunction, inputs)[0]!, { atol: 1e-5 });
    }),
    { numRuns: 10 },
  );
});

test("convolutions of whole blocks of channels, with bias and gradients, agree with the cpu backend", async () => {
  const options = fc.record({ stride: fc.constantFrom(1, 2), pad: fc.constantFrom("same" as const, "valid" as const) });
  await fc.assert(
    fc.asyncProperty(options, fc.nat(), async ({ stride, pad }, seed) => {
      const shapes = [[2, 7, 6, 32], [3, 3, 32, 16], [16]]; // prettier-ignore
      const inputs = shapes.map((shape, i) => uniformArray(seed + i, shape));
      const f = ((x: Tensor, filter: Tensor, bias: Tensor) => {
        const y = (x: Tensor, filter: Tensor) => tf.conv2d(x as Tensor4D, filter as Tensor4D, stride, pad).add(bias);
        return [y(x, filter), ...tf.grads((x, filter) => y(x, filter).square().sum().asScalar())([x, filter])];
      }) as TensorFunction;
      const [got, expected] = [await runCompiled(f, inputs), runEagerly(f, inputs)];
      for (const [i, { data }] of expected.entries()) {
        const scale = Math.max(...data.map(Math.abs));
        expect(got[i]).toBeAllClose(expected[i]!, { atol: 1e-5 * scale });
      }
    }),
    { numRuns: 8 },
  );
});

test.each([4, 8, 16])(
  "the filter gradient of images in blocks of %i channels is that of plain images",
  async (block) => {
    const window = {
      imageSize: [5, 4],
      kernelSize: [3, 3],
      outputSize: [5, 4],
      strides: [1, 1],
      dilations: [1, 1],
      padding: [1, 1],
    } as const;
    const [batch, channels] = [3, 2 * block];
    const shape = [batch, ...window.imageSize, channels];
    const blocked = (x: Node) => transpose(reshape(x, [...shape.slice(0, 3), 2, block]), [0, 3, 1, 2, 4]);
    const [x, dy] = [input("x", shape), input("dy", shape)];
    const results = await runGraph(
      {
        plain: createNode("ConvFilterGradient", [x, dy], window),
        blocked: createNode("ConvFilterGradient", [blocked(x), blocked(dy)], window),
        mixed: createNode("ConvFilterGradient", [x, blocked(dy)], window),
      },
      { x: uniformArray(0, shape), dy: uniformArray(1, shape) },
    );
    expect(results["blocked"]).toBeAllClose(results["plain"]!, { atol: 1e-4 });
    expect(results["mixed"]).toBeAllClose(results["plain"]!, { atol: 1e-4 });
  },
);

test("a batch that is lowered in several chunks returns the results of its halves", async () => {
  const [x, filter, y] = [
    uniformArray(0, [20, 24, 24, 32]),
    uniformArray(1, [3, 3, 32, 4]),
    uniformArray(2, [20, 24, 24, 4]),
  ];
  const conv = (x: Tensor, filter: Tensor) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same");
  const f = ((x: Tensor, filter: Tensor, y: Tensor) => {
    const loss = (x: Tensor, filter: Tensor) => conv(x, filter).mul(y).sum().asScalar();
    return [conv(x, filter), ...tf.grads(loss)([x, filter])];
  }) as TensorFunction;
  const run = (x: NDArray, y: NDArray) => runCompiled(f, [x, filter, y]);
  const whole = await run(x, y);
  const [first, second] = [await run(rows(x, 0, 10), rows(y, 0, 10)), await run(rows(x, 10, 20), rows(y, 10, 20))];
  for (const i of [0, 1]) {
    expect(rows(whole[i]!, 0, 10)).toBeAllClose(first[i]!);
    expect(rows(whole[i]!, 10, 20)).toBeAllClose(second[i]!);
  }
  const sum = first[2]!.data.map((value, i) => value + second[2]!.data[i]!);
  expect(whole[2]).toBeAllClose(sum, { atol: 1e-3 });
});
