import { tf } from "@tweedie/core";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, constant, fill, input, mul, reciprocal, reduce, reshape, sqrt, sub } from "../../ir/build.ts";
import { nodesOf } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { expectSameValues } from "../../testing/expect-same-values.fixture.ts";
import { runCompiled, runEagerly, uniformArray } from "../../testing/run-graph.ts";
import { trace } from "../../trace/trace.ts";
import { optimize } from "../optimize.ts";

function normalize(h: Tensor): Tensor {
  const centred = h.sub(h.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(1e-3).rsqrt());
}

/** Gradients of a residual branch, a normalisation and a matrix product, with respect to its input, scale and shift. */
const gradients = (x: Tensor, scale: Tensor, shift: Tensor, matrix: Tensor): Tensor[] => {
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

test("a normalisation of rows and its gradients equal those of tfjs", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.boolean(), fc.nat(), async (shape, isPerImage, seed) => {
      const width = shape.at(-1)!;
      const scaleShape = isPerImage && shape.length > 2 ? shape.with(1, 1) : [width];
      const inputShapes = [shape, scaleShape, scaleShape, [width, width]];
      const inputs = inputShapes.map((each, i) => uniformArray(seed + i, each, 0.5, 2));
      for (const f of [
        (x: Tensor) => [normalize(x)],
        (...x: Tensor[]) => gradients(...(x as Parameters<typeof gradients>)),
      ]) {
        const [compiled, eager] = [await runCompiled(f, inputs), runEagerly(f, inputs)];
        compiled.forEach((value, i) => expect(value).toBeAllClose(eager[i]!, { rtol: 1e-4, atol: 1e-4 }));
      }
    }),
    { numRuns: 30 },
  );
});

test.each([[[4]], [[1, 4]], [[3, 1]], [[]]])(
  "a gradient that is a product with a factor of the shape %j",
  async (shape) => {
    const inputs = [[3, 4], [3, 4], shape].map((each, i) => uniformArray(i, each, 0.5, 2));
    const f = (x: Tensor, dz: Tensor, s: Tensor) => [tf.grad((x: Tensor) => normalize(x).mul(s.mul(dz)).sum())(x)];
    const compiled = await runCompiled((x, dz, s) => f(x!, dz!, s!), inputs);
    const eager = runEagerly((x, dz, s) => f(x!, dz!, s!), inputs);
    expect(compiled[0]!).toBeAllClose(eager[0]!, { rtol: 1e-4, atol: 1e-4 });
  },
);

test("a mean far from zero loses no accuracy", async () => {
  const x = uniformArray(0, [8, 64], 999, 1001);
  const [y] = await runCompiled((x) => [normalize(x)], [x]);
  for (let row = 0; row < 8; row++) {
    const values = Array.from(x.data.slice(64 * row, 64 * (row + 1)));
    const mean = values.reduce((sum, each) => sum + each, 0) / 64;
    const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 64;
    const expected = values.map((each) => (each - mean) / Math.sqrt(variance + 1e-3));
    expect(Array.from(y!.data.slice(64 * row, 64 * (row + 1)))).toBeAllClose(expected, { atol: 1e-3 });
  }
});

test("the gradient needs neither the centred values nor their squares", () => {
  const { outputs } = trace(
    (_, { x, scale, shift, matrix }) => {
      const [dx, dScale, dShift] = gradients(x!, scale!, shift!, matrix!) as [Tensor, Tensor, Tensor];
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

describe("not a layer normalisation:", () => {
  test.each<[string, Node]>([
    [
      "a variance over columns",
      mul(centred, inverse(add(reshape(reduce("ReduceMean", mul(centred, centred), 0), [1, 6]), number))),
    ],
    ["the scale of other values", mul(x, inverse(add(rows(centred), number)))],
    ["a row divided by its root mean square", mul(x, inverse(add(rows(x), number)))],
    ["an epsilon that varies", mul(centred, inverse(add(rows(centred), constant([1, 2, 3, 4], [4, 1]))))],
  ])("%s", async (_, node) => {
    expect(nodesOf(optimize({ node })).map(({ op }) => op)).not.toContain("LayerNorm");
    await expectSameValues({ node }, optimize, { x: uniformArray(1, [4, 6]) });
  });
});
