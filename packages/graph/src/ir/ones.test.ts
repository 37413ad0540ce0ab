import { sizeOf } from "@tweedie/core";
import "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeModel } from "../onnx/model.ts";
import { runCompiled, runEagerly, uniform } from "../testing/run-graph.ts";
import { expand, input, mul, reduce } from "./build.ts";

const extents = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 2 });
const shapes = fc.record({ rows: extents, row: extents, seed: fc.nat() });

/** Numbers of which some are not finite. */
function wild(seed: number, shape: readonly number[]) {
  const numbers = uniform(seed, shape, 0.5, 2);
  const others = [Infinity, -Infinity, NaN];
  return { shape, data: numbers.data.map((x, i) => ((seed + i) % 7 === 0 ? others[i % 3]! : x)) };
}

test("what varies with the first axes alone is repeated along the others to the bit", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rows, row, seed }) => {
      const whole = [...rows, ...row];
      const column = wild(seed, [...rows, ...row.map(() => 1)]);
      const ops = (x: Tensor, y: Tensor) => [x.mul(y), y.div(x), x.sub(y), y.maximum(x), x.broadcastTo(whole)];
      const inputs = [column, uniform(seed, whole)];
      const [compiled, eager] = [await runCompiled(ops as never, inputs), runEagerly(ops as never, inputs)];
      for (const [i, { shape, data }] of eager.entries()) {
        expect(compiled[i]!.shape).toEqual(shape);
        // What is not a number need not be the same one.
        expect(compiled[i]!.data.map((x) => x || 0)).toEqual(data.map((x) => x || 0));
      }
    }),
    { numRuns: 40 },
  );
});

test("sums and means over the first axes are those of the cpu backend", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rows, row, seed }) => {
      const x = uniform(seed, [...rows, ...row]);
      const axes = rows.map((_, axis) => axis);
      const ops = (x: Tensor) => [x.sum(axes), x.mean(axes), x.sum(axes, true)];
      const [compiled, eager] = [await runCompiled(ops as never, [x]), runEagerly(ops as never, [x])];
      for (const [i, expected] of eager.entries()) {
        expect(compiled[i]!).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 * sizeOf(rows) });
      }
    }),
    { numRuns: 40 },
  );
});

test("in a file for any runtime a sum is a sum, and a broadcast a broadcast", () => {
  const x = input("x", [128, 2]);
  const y = input("y", [128, 1]);
  const graph = { sum: reduce("ReduceSum", x, 0), product: mul(x, y), wide: expand(y, [128, 2]) };
  const opsIn = (bytes: Uint8Array) => ["Gemm", "ReduceSum", "Expand"].filter((op) => Buffer.from(bytes).includes(op));
  expect(opsIn(writeModel(graph, { portable: true }))).toEqual(["ReduceSum", "Expand"]);
  expect(opsIn(writeModel(graph))).toEqual(["Gemm"]);
});
