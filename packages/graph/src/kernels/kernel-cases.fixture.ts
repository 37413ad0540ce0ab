import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runCompiled, runEagerly, uniformArray } from "../testing/run-graph.ts";
import type { KernelName } from "./kernels.ts";

/** A function whose forward or backward pass uses a kernel, with the shapes of its inputs. */
export interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...x: Tensor[]) => Tensor | Tensor[];
  /** Bounds of the inputs; -2 and 2 by default. */
  readonly between?: readonly [number, number];
  /** True to compare gradients of all inputs too, or the number of leading inputs whose gradients are compared. */
  readonly gradient?: boolean | number;
}

/** Random cases of each kernel of a family. */
export type Cases<Kernels extends KernelName> = Readonly<Record<Kernels, fc.Arbitrary<Case>>>;

export const extent = fc.integer({ min: 1, max: 5 });
export const shape = fc.array(extent, { maxLength: 4 });
/** A shape of rank 1 or more. */
export const nonScalarShape = fc.array(extent, { minLength: 1, maxLength: 4 });
export const anyAxis = (rank: number) => fc.integer({ min: -rank, max: rank - 1 });

/** Two shapes that broadcast, in either order. */
const broadcastPair = fc
  .tuple(
    nonScalarShape,
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 3 }),
    fc.boolean(),
  )
  .map(([full, ones, dropped, swap]) => {
    const small = full.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(dropped, full.length));
    return swap ? [small, full] : [full, small];
  });

export const noGradient = { gradient: false };
export const positive = { between: [0.1, 3] as const };

type Options = Pick<Case, "between" | "gradient">;

export const unary = (f: (x: Tensor) => Tensor, options: Options = {}) =>
  shape.map((shape): Case => ({ shapes: [shape], f, gradient: true, ...options }));

export const binary = (f: (a: Tensor, b: Tensor) => Tensor, options: Options = {}) =>
  broadcastPair.map((shapes): Case => ({ shapes, f: f as Case["f"], gradient: true, ...options }));

export const alongAxis = (f: (x: Tensor, axis: number) => Tensor | Tensor[], options: Options = {}) =>
  nonScalarShape.chain((shape) =>
    anyAxis(shape.length).map((axis): Case => ({ shapes: [shape], f: (x) => f(x, axis), gradient: true, ...options })),
  );

export const image = (channels: fc.Arbitrary<number> = extent) =>
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 }), channels);

export const window = fc.record({
  taps: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pad: fc.constantFrom("same" as const, "valid" as const),
});

export const fusedActivation = fc.constantFrom(
  "linear" as const,
  "relu" as const,
  "elu" as const,
  "sigmoid" as const,
  "relu6" as const,
);

export const indices = (x: Tensor, depth: number) =>
  x
    .sub(x.min())
    .mul(1.3)
    .floor()
    .clipByValue(0, depth - 1)
    .cast("int32");
export const booleans = (x: Tensor) => x.greater(0.3);
export const integers = (x: Tensor) => x.mul(2).round().cast("int32");

/** Function of the inputs, and of one direction for each value, that returns the values of a case and its gradients along the directions. */
const withGradients =
  ({ f, shapes, gradient }: Case) =>
  (...inputs: Tensor[]): Tensor[] => {
    const [x, directions] = [inputs.slice(0, shapes.length), inputs.slice(shapes.length)];
    const values = [f(...x)].flat();
    if (!gradient) return values;
    const along = values.map((_, i) => directions[i]!);
    const total = (...x: Tensor[]) => tf.addN([f(...x)].flat().map((y, i) => y.cast("float32").mul(along[i]!).sum()));
    const [first, rest] = gradient === true ? [x, []] : [x.slice(0, gradient), x.slice(gradient)];
    return [...values, ...tf.grads((...first) => total(...first, ...rest))(first)];
  };

/** Names of the kernels that a function calls. */
async function kernelsOf(work: () => Tensor[]): Promise<string[]> {
  const { kernelNames } = await tf.profile(() => {
    tf.tidy(() => {
      work();
    });
    return [];
  });
  return kernelNames;
}

/** True if one of the cases calls the kernel. A few cases could all miss it by chance. */
async function isUsedBy(cases: readonly Case[], name: string): Promise<boolean> {
  for (const each of cases) {
    const inputs = each.shapes.map((shape) => uniformArray(0, shape, ...(each.between ?? ([-2, 2] as const))));
    const outputs = runEagerly((...x) => [each.f(...x)].flat(), inputs);
    const tensors = () => [...inputs, ...outputs].map(({ shape, data }) => tf.tensor(data, [...shape]));
    if ((await kernelsOf(() => withGradients(each)(...tensors()))).includes(name)) return true;
  }
  return false;
}

/** Compares each compiled kernel with the cpu backend on random cases, and checks that the cases use the kernel. */
export function testKernels(cases: Readonly<Record<string, fc.Arbitrary<Case>>>): void {
  describe("a compiled kernel returns the values and gradients of the cpu backend", () => {
    test.each(Object.entries(cases))("%s", async (name, arbitrary) => {
      await tf.setBackend("cpu");
      await fc.assert(
        fc.asyncProperty(arbitrary, fc.nat(), async (each, seed) => {
          const [low, high] = each.between ?? [-2, 2];
          const inputs = each.shapes.map((shape, i) => uniformArray(seed + i, shape, low, high));
          const outputs = runEagerly((...x) => [each.f(...x)].flat(), inputs);
          const all = [...inputs, ...outputs.map(({ shape }, i) => uniformArray(seed + 100 + i, shape))];
          const [got, expected] = [await runCompiled(withGradients(each), all), runEagerly(withGradients(each), all)];
          for (const [i, value] of expected.entries()) expect(got[i]).toBeAllClose(value, { rtol: 2e-5, atol: 2e-5 });
        }),
        { numRuns: 8 },
      );
      expect(await isUsedBy(fc.sample(arbitrary, 100), name)).toBe(true);
    });
  });
}
