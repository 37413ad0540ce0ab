import { mapParams, tf } from "@tweedie/core";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, constant, fill, input, mul, reciprocal, reduce, reshape, sqrt, sub } from "../ir/build.ts";
import { nodesOf } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { runCompiled, runEagerly, runGraph, uniform } from "../testing/run-graph.ts";
import { trace } from "../trace/trace.ts";
import { optimize } from "./passes.ts";

function normalize(h: Tensor): Tensor {
  const centred = h.sub(h.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(1e-3).rsqrt());
}

/** A residual branch of a normalisation and a product of matrices, and its gradients by what is normalised, by scale and by shift. */
const slopes = (x: Tensor, scale: Tensor, shift: Tensor, matrix: Tensor): Tensor[] => {
  const objective = (x: Tensor, scale: Tensor, shift: Tensor) => {
    const rows = normalize(x)
      .mul(scale)
      .add(shift)
      .reshape([-1, x.shape.at(-1)!]);
    return x
      .add(rows.matMul(matrix as Tensor2D).reshape(x.shape))
      .sigmoid()
      .sum() as Scalar;
  };
  return tf.grads(objective as (...x: Tensor[]) => Scalar)([x, scale, shift]);
};

const shapes = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }), fc.integer({ min: 2, max: 24 }))
  .map(([rows, width]) => [...rows, width]);

test("a normalisation of rows and its gradient are those of tfjs", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.boolean(), fc.nat(), async (shape, isPerImage, seed) => {
      const width = shape.at(-1)!;
      const scaleShape = isPerImage && shape.length > 2 ? shape.with(1, 1) : [width];
      const inputs = [shape, scaleShape, scaleShape, [width, width]].map((each, i) => uniform(seed + i, each, 0.5, 2));
      for (const f of [
        (x: Tensor) => [normalize(x)],
        (...x: Tensor[]) => slopes(...(x as Parameters<typeof slopes>)),
      ]) {
        const [compiled, eager] = [await runCompiled(f, inputs), runEagerly(f, inputs)];
        compiled.forEach((value, i) => expect(value).toBeAllClose(eager[i]!, { rtol: 1e-4, atol: 1e-4 }));
      }
    }),
    { numRuns: 30 },
  );
});

test("far from zero it is as exact as two passes are", async () => {
  const x = uniform(0, [8, 64], 999, 1001);
  const [y] = await runCompiled((x) => [normalize(x)], [x]);
  for (let row = 0; row < 8; row++) {
    const values = Array.from(x.data.slice(64 * row, 64 * (row + 1)));
    const mean = values.reduce((sum, each) => sum + each, 0) / 64;
    const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 64;
    const expected = values.map((each) => (each - mean) / Math.sqrt(variance + 1e-3));
    expect(Array.from(y!.data.slice(64 * row, 64 * (row + 1)))).toBeAllClose(expected, { atol: 1e-3 });
  }
});

test("its gradient needs neither the centred values nor their squares", () => {
  const { outputs } = trace(
    (_, { x, scale, shift, matrix }) => {
      const [dx, dScale, dShift] = slopes(x!, scale!, shift!, matrix!) as [Tensor, Tensor, Tensor];
      return { outputs: { dx, dScale, dShift } };
    },
    {},
    { x: [2, 5, 32], scale: [2, 1, 32], shift: [2, 1, 32], matrix: [32, 32] },
  );
  const ops = nodesOf(optimize(outputs)).map(({ op }) => op);
  expect(ops).toEqual(expect.arrayContaining(["LayerNorm", "LayerNormScale"]));
  for (const op of ["Sqrt", "ReduceMean", "Div"]) expect(ops).not.toContain(op);
});

const x = input("x", [4, 6]);
const centred = sub(x, reduce("ReduceMean", x, -1, true));
const rows = (node: Node) => reduce("ReduceMean", mul(node, node), -1, true);
const inverse = (node: Node) => reciprocal(sqrt(node));
const number = fill(1e-3, []);

describe("is left as it is", () => {
  test.each<[string, Node]>([
    [
      "a mean over columns",
      mul(centred, inverse(add(reshape(reduce("ReduceMean", mul(centred, centred), 0), [1, 6]), number))),
    ],
    ["a scale of something else", mul(x, inverse(add(rows(centred), number)))],
    ["a row that is divided by its length", mul(x, inverse(add(rows(x), number)))],
    ["an addend that is not a number", mul(centred, inverse(add(rows(centred), constant([1, 2, 3, 4], [4, 1]))))],
  ])("%s", async (_, node) => {
    expect(nodesOf(optimize({ node })).map(({ op }) => op)).not.toContain("LayerNorm");
    const feeds = mapParams({ x: [4, 6] }, (shape) => uniform(1, shape));
    const [before, after] = [await runGraph({ node }, feeds), await runGraph(optimize({ node }), feeds)];
    expect(after["node"]!).toBeAllClose(before["node"]!, { rtol: 1e-4, atol: 1e-4 });
  });
});
