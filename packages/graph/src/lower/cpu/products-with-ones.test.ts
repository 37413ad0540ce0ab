import type { Tensor } from "@tensorflow/tfjs-core";
import { sizeOf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { expand, input, mul, reduce } from "../../ir/build.ts";
import { runCompiled, runEagerly, uniformArray } from "../../testing/run-graph.ts";
import { portableTarget } from "../../targets/portable.ts";
import { writeModel } from "../lower-graph.ts";

const extents = fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 2 });
const shapes = fc.record({ rows: extents, row: extents, seed: fc.nat() });

/** An array with some infinities and NaNs. */
function withNonFiniteValues(seed: number, shape: readonly number[]) {
  const { data } = uniformArray(seed, shape, 0.5, 2);
  const others = [Infinity, -Infinity, NaN];
  return { shape, data: data.map((x, i) => ((seed + i) % 7 === 0 ? others[i % 3]! : x)) };
}

test("a value that varies along the leading axes only is broadcast bit for bit, also if it is not finite", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rows, row, seed }) => {
      const full = [...rows, ...row];
      const column = withNonFiniteValues(seed, [...rows, ...row.map(() => 1)]);
      const ops = (x: Tensor, y: Tensor) => [x.mul(y), y.div(x), x.sub(y), y.maximum(x), x.broadcastTo(full)];
      const inputs = [column, uniformArray(seed, full)];
      const [compiled, eager] = [await runCompiled(ops as never, inputs), runEagerly(ops as never, inputs)];
      for (const [i, { shape, data }] of eager.entries()) {
        expect(compiled[i]!.shape).toEqual(shape);
        // NaNs may have different payloads.
        expect(compiled[i]!.data.map((x) => x || 0)).toEqual(data.map((x) => x || 0));
      }
    }),
    { numRuns: 20 },
  );
});

test("sums and means over leading axes agree with the cpu backend", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rows, row, seed }) => {
      const x = uniformArray(seed, [...rows, ...row]);
      const axes = rows.map((_, axis) => axis);
      const ops = (x: Tensor) => [x.sum(axes), x.mean(axes), x.sum(axes, true)];
      const [compiled, eager] = [await runCompiled(ops as never, [x]), runEagerly(ops as never, [x])];
      for (const [i, expected] of eager.entries()) {
        expect(compiled[i]!).toBeAllClose(expected, { rtol: 1e-5, atol: 1e-6 * sizeOf(rows) });
      }
    }),
    { numRuns: 20 },
  );
});

test("a portable model has sums and broadcasts instead of products with ones", () => {
  const x = input("x", [128, 2]);
  const y = input("y", [128, 1]);
  const graph = { sum: reduce("ReduceSum", x, 0), product: mul(x, y), wide: expand(y, [128, 2]) };
  const opsIn = (bytes: Uint8Array) => ["Gemm", "ReduceSum", "Expand"].filter((op) => Buffer.from(bytes).includes(op));
  expect(opsIn(writeModel(graph, portableTarget))).toEqual(["ReduceSum", "Expand"]);
  expect(opsIn(writeModel(graph))).toEqual(["Gemm"]);
});
