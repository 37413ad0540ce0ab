import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { type Cases, extent, fusedActivation, testKernels } from "./kernel-cases.fixture.ts";
import type { matmulKernels } from "./matmul.ts";

const batches: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[3], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [[1], [1]],
];

const products = fc
  .record({
    batch: fc.constantFrom(...batches),
    sizes: fc.tuple(extent, extent, extent),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  })
  .map(({ batch, sizes: [m, k, n], transposeA, transposeB }) => ({
    shapes: [
      [...batch[0], ...(transposeA ? [k, m] : [m, k])],
      [...batch[1], ...(transposeB ? [n, k] : [k, n])],
    ],
    transposeA,
    transposeB,
  }));

const cases: Cases<keyof typeof matmulKernels> = {
  BatchMatMul: products.map(({ shapes, transposeA, transposeB }) => ({
    shapes,
    f: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
    gradient: true,
  })),
  _FusedMatMul: fc.tuple(products, fusedActivation).map(([{ shapes, transposeA, transposeB }, activation]) => ({
    shapes: [...shapes, [shapes[1]!.at(transposeB ? -2 : -1)!]],
    f: (a, b, bias) => tf.fused.matMul({ a: a!, b: b!, transposeA, transposeB, bias: bias!, activation }),
  })),
};

testKernels(cases);
