import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runCompiled, runEagerly, uniform } from "../testing/run-graph.ts";
import { type KernelName, kernels } from "./kernels.ts";

/** A function whose forward or backward pass uses a kernel, and what it is called on. */
interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...x: Tensor[]) => Tensor | Tensor[];
  /** Bounds of the inputs. */
  readonly between?: readonly [number, number];
  /** Whether gradients are compared too, of all inputs or of the first ones. */
  readonly gradient?: boolean | number;
}

const extent = fc.integer({ min: 1, max: 5 });
const shape = fc.array(extent, { maxLength: 4 });
const filledShape = fc.array(extent, { minLength: 1, maxLength: 4 });
/** Two shapes that broadcast, and their order. */
const broadcastPair = fc
  .tuple(
    filledShape,
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 3 }),
    fc.boolean(),
  )
  .map(([full, ones, dropped, swap]) => {
    const narrow = full.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(dropped, full.length));
    return swap ? [narrow, full] : [full, narrow];
  });
const axisOf = (rank: number) => fc.integer({ min: -rank, max: rank - 1 });

const unary = (f: (x: Tensor) => Tensor, options: Pick<Case, "between" | "gradient"> = {}) =>
  shape.map((shape): Case => ({ shapes: [shape], f, gradient: true, ...options }));
const flat = { gradient: false };
const positive = { between: [0.1, 3] as const };

const binary = (f: (a: Tensor, b: Tensor) => Tensor, options: Pick<Case, "between" | "gradient"> = {}) =>
  broadcastPair.map((shapes): Case => ({ shapes, f: f as Case["f"], gradient: true, ...options }));

/** tfjs forgets to sum the gradients of some ops over what was broadcast. */
const sameShapes = (f: (a: Tensor, b: Tensor) => Tensor) =>
  shape.map((shape): Case => ({ shapes: [shape, shape], f: f as Case["f"], gradient: true }));

const reduction = (f: (x: Tensor, axes: number[], keepDims: boolean) => Tensor, options: Partial<Case> = {}) =>
  filledShape.chain((shape) =>
    fc
      .tuple(
        fc.subarray(
          shape.map((_, i) => i),
          { minLength: 1 },
        ),
        fc.boolean(),
      )
      .map(([axes, keepDims]): Case => ({
        shapes: [shape],
        f: (x) => f(x, axes, keepDims),
        gradient: true,
        ...options,
      })),
  );

const alongAxis = (f: (x: Tensor, axis: number) => Tensor | Tensor[], options: Partial<Case> = {}) =>
  filledShape.chain((shape) =>
    axisOf(shape.length).map((axis): Case => ({ shapes: [shape], f: (x) => f(x, axis), gradient: true, ...options })),
  );

const image = (channels: fc.Arbitrary<number> = extent) =>
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 }), channels);
const window = fc.record({
  taps: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  pad: fc.constantFrom("same" as const, "valid" as const),
});

const convolution = (f: (x: Tensor4D, filter: Tensor4D, strides: [number, number], pad: "same" | "valid") => Tensor) =>
  fc.tuple(image(), window, extent).map(([shape, { taps, strides, pad }, outputs]): Case => ({
    shapes: [shape, [...taps, shape[3], outputs]],
    f: (x, filter) => f(x as Tensor4D, filter as Tensor4D, strides, pad),
    gradient: true,
  }));

const fusedActivation = fc.constantFrom(
  "linear" as const,
  "relu" as const,
  "elu" as const,
  "sigmoid" as const,
  "relu6" as const,
);

/** The cpu backend's gradient of a mean counts what lies beyond the edges. */
const pooling = (
  f: (x: Tensor4D, taps: [number, number], strides: [number, number], pad: "same" | "valid") => Tensor,
) =>
  fc.tuple(image(), window).map(([shape, { taps, strides, pad }]): Case => ({
    shapes: [shape],
    f: (x) => f(x as Tensor4D, taps, strides, pad),
    gradient: pad === "valid",
  }));

/** The cpu backend has the gradients of resizing wrong for more than one image, and for pixels counted from their middle. */
const resizing = (
  f: (x: Tensor4D, size: [number, number], align: boolean, half: boolean) => Tensor,
  gradient: boolean,
) =>
  fc
    .tuple(
      image(),
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      fc.constantFrom("none", "align", "half"),
    )
    .map(([[batch, height, width, channels], size, mode]): Case => ({
      shapes: [[gradient ? 1 : batch, height, gradient ? height : width, channels]],
      f: (x) => f(x as Tensor4D, gradient ? [size[0], size[0]] : size, mode === "align", mode === "half" && !gradient),
      gradient,
    }));

const products = fc
  .record({
    batch: fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[3], [3]],
      [
        [2, 3],
        [2, 3],
      ],
      [[1], [1]],
    ),
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

const indices = (x: Tensor, depth: number) => x.sub(x.min()).mul(1.3).floor().clipByValue(0, depth - 1).cast("int32"); // prettier-ignore
const bits = (x: Tensor) => x.greater(0.3);
const rounded = (x: Tensor) => x.mul(2).round().cast("int32");

const cases: Record<KernelName, fc.Arbitrary<Case>> = {
  Abs: unary((x) => x.abs()),
  Acos: unary((x) => x.acos(), { between: [-0.9, 0.9] }),
  Acosh: unary((x) => x.acosh(), { between: [1.1, 4] }),
  Add: binary((a, b) => a.add(b)),
  AddN: shape.map((shape) => ({
    shapes: [shape, shape, shape],
    f: (a, b, c) => tf.addN([a!, b!, c!]),
    gradient: true,
  })),
  All: reduction((x, axes, keep) => bits(x.add(1)).all(axes, keep), flat),
  Any: reduction((x, axes, keep) => bits(x).any(axes, keep), flat),
  ArgMax: alongAxis((x, axis) => x.argMax(axis), flat),
  ArgMin: alongAxis((x, axis) => x.argMin(axis), flat),
  Asin: unary((x) => x.asin(), { between: [-0.9, 0.9] }),
  Asinh: unary((x) => x.asinh()),
  Atan: unary((x) => x.atan()),
  Atan2: binary((a, b) => tf.atan2(a, b)),
  Atanh: unary((x) => x.atanh(), { between: [-0.9, 0.9] }),
  AvgPool: pooling((x, taps, strides, pad) => tf.avgPool(x, taps, strides, pad)),
  AvgPoolGrad: pooling((x, taps, strides, pad) => tf.avgPool(x, taps, strides, pad)),
  BatchMatMul: products.map(({ shapes, transposeA, transposeB }) => ({
    shapes,
    f: (a, b) => tf.matMul(a!, b!, transposeA, transposeB),
    gradient: true,
  })),
  Cast: unary((x) => x.cast("int32").cast("float32")),
  Ceil: unary((x) => x.ceil()),
  ClipByValue: unary((x) => x.clipByValue(-0.7, 1.1)),
  Concat: filledShape.chain((shape) =>
    fc.tuple(axisOf(shape.length), extent).map(([axis, more]) => ({
      shapes: [shape, shape.with(axis, more)],
      f: (a, b) => tf.concat([a!, b!], axis),
      gradient: true,
    })),
  ),
  Conv2D: convolution((x, filter, strides, pad) => tf.conv2d(x, filter, strides, pad)),
  Conv2DBackpropFilter: convolution((x, filter, strides, pad) => tf.conv2d(x, filter, strides, pad)),
  Conv2DBackpropInput: convolution((x, filter, strides, pad) => tf.conv2d(x, filter, strides, pad)),
  Cos: unary((x) => x.cos()),
  Cosh: unary((x) => x.cosh()),
  Cumsum: filledShape.chain((shape) =>
    fc.tuple(fc.nat(shape.length - 1), fc.boolean(), fc.boolean()).map(([axis, exclusive, reverse]) => ({
      shapes: [shape],
      f: (x) => tf.cumsum(x!, axis, exclusive, reverse),
      gradient: axis === shape.length - 1, // tfjs transposes the others once too often
    })),
  ),
  DepthwiseConv2dNative: convolution((x, filter, strides, pad) => tf.depthwiseConv2d(x, filter, strides[0], pad)),
  DepthwiseConv2dNativeBackpropFilter: convolution((x, filter, strides, pad) =>
    tf.depthwiseConv2d(x, filter, strides[0], pad),
  ),
  DepthwiseConv2dNativeBackpropInput: convolution((x, filter, strides, pad) =>
    tf.depthwiseConv2d(x, filter, strides[0], pad),
  ),
  Elu: unary((x) => x.elu()),
  EluGrad: unary((x) => x.elu()),
  Equal: binary((a, b) => rounded(a).equal(rounded(b)), flat),
  Erf: unary((x) => x.erf()),
  Exp: unary((x) => x.exp()),
  ExpandDims: shape.chain((shape) =>
    axisOf(shape.length + 1).map((axis) => ({ shapes: [shape], f: (x) => x!.expandDims(axis), gradient: true })),
  ),
  Expm1: unary((x) => x.expm1()),
  Fill: shape.map((shape) => ({ shapes: [shape], f: (x) => x!.add(tf.fill(shape, 2.5)), gradient: true })),
  Floor: unary((x) => x.floor()),
  FloorDiv: binary((a, b) => rounded(a).floorDiv(rounded(b.abs().add(1))), flat),
  FusedConv2D: fc
    .tuple(image(), window, extent, fusedActivation)
    .map(([shape, { taps, strides, pad }, outputs, activation]) => ({
      shapes: [shape, [...taps, shape[3], outputs], [outputs]],
      f: (x, filter, bias) =>
        tf.fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides, pad, bias: bias!, activation }),
    })),
  FusedDepthwiseConv2D: fc
    .tuple(image(), window, fusedActivation)
    .map(([shape, { taps, strides, pad }, activation]) => ({
      shapes: [shape, [...taps, shape[3], 1], [shape[3]]],
      f: (x, filter, bias) =>
        tf.fused.depthwiseConv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: strides[0],
          pad,
          bias: bias!,
          activation,
        }),
    })),
  GatherV2: filledShape.chain((shape) =>
    fc.tuple(axisOf(shape.length), fc.array(extent, { minLength: 1, maxLength: 2 })).map(([axis, places]) => ({
      shapes: [shape, places],
      f: (x, i) => x!.gather(indices(i!, shape.at(axis)!), axis),
      gradient: 1,
    })),
  ),
  Greater: binary((a, b) => a.greater(b), flat),
  GreaterEqual: binary((a, b) => rounded(a).greaterEqual(rounded(b)), flat),
  Identity: unary((x) => x.clone()),
  IsFinite: unary(
    (x) =>
      tf
        .div(x.sign().add(1), x.sign().add(1))
        .add(tf.div(x, bits(x).cast("float32")))
        .isFinite(),
    flat,
  ),
  IsInf: unary((x) => tf.div(x, bits(x).cast("float32")).isInf(), flat),
  IsNan: unary((x) => x.log().isNaN(), flat),
  LeakyRelu: unary((x) => x.leakyRelu(0.3)),
  Less: binary((a, b) => a.less(b), flat),
  LessEqual: binary((a, b) => rounded(a).lessEqual(rounded(b)), flat),
  LinSpace: fc
    .integer({ min: 1, max: 9 })
    .map((count) => ({ shapes: [[count]], f: (x) => x!.mul(tf.linspace(-1, 2, count)) })),
  Log: unary((x) => x.log(), positive),
  Log1p: unary((x) => x.log1p(), { between: [-0.5, 2] }),
  LogicalAnd: binary((a, b) => bits(a).logicalAnd(bits(b)), flat),
  LogicalNot: unary((x) => bits(x).logicalNot(), flat),
  LogicalOr: binary((a, b) => bits(a).logicalOr(bits(b)), flat),
  Max: reduction((x, axes, keep) => x.max(axes, keep)),
  MaxPool: pooling((x, taps, strides, pad) => tf.maxPool(x, taps, strides, pad)),
  MaxPoolGrad: pooling((x, taps, strides, pad) =>
    tf.maxPool<Tensor4D>(x.mul(2).round().div(2), taps, strides, pad).square(),
  ),
  Maximum: sameShapes((a, b) => a.maximum(b)),
  Mean: reduction((x, axes, keep) => x.mean(axes, keep)),
  Min: reduction((x, axes, keep) => x.min(axes, keep)),
  Minimum: sameShapes((a, b) => a.minimum(b)),
  MirrorPad: fc
    .tuple(fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())
    .map(([shape, reflect, both]) => ({
      shapes: [shape],
      f: (x) => tf.mirrorPad(x!, shape.map(() => [both ? 1 : 0, 1] as [number, number]), reflect ? "reflect" : "symmetric"), // prettier-ignore
      gradient: true,
    })),
  Mod: binary((a, b) => a.mod(b.sign().mul(b.abs().add(0.5))), flat),
  Multiply: binary((a, b) => a.mul(b)),
  Neg: unary((x) => x.neg()),
  NotEqual: binary((a, b) => rounded(a).notEqual(rounded(b)), flat),
  OneHot: fc
    .tuple(fc.array(extent, { minLength: 1, maxLength: 2 }), fc.integer({ min: 2, max: 5 }))
    .map(([shape, depth]) => ({
      shapes: [shape],
      f: (x) => tf.oneHot(indices(x!, depth), depth, 2, -1, "float32"),
    })),
  OnesLike: unary((x) => x.mul(tf.onesLike(x))),
  Pack: shape.chain((shape) =>
    axisOf(shape.length + 1).map((axis) => ({
      shapes: [shape, shape],
      f: (a, b) => tf.stack([a!, b!], axis),
      gradient: true,
    })),
  ),
  PadV2: filledShape.chain((shape) =>
    fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }).map((paddings) => ({
      shapes: [shape],
      f: (x) => x!.pad(paddings, 0.5),
      gradient: true,
    })),
  ),
  Pow: binary((a, b) => a.pow(b), positive),
  Prelu: binary((a, b) => tf.prelu(a, b), flat).filter(
    ({ shapes }) => shapes[0]!.length >= shapes[1]!.length && shapes[1]!.length > 0,
  ),
  Prod: reduction((x, axes, keep) => x.prod(axes, keep), flat),
  Range: fc.integer({ min: 1, max: 9 }).map((count) => ({ shapes: [[count]], f: (x) => x!.mul(tf.range(0, count)) })),
  RealDiv: binary((a, b) => a.div(b), positive),
  Reciprocal: unary((x) => x.reciprocal(), positive),
  Relu: unary((x) => x.relu()),
  Relu6: unary((x) => x.mul(4).relu6()),
  Reshape: shape.map((shape) => ({ shapes: [shape], f: (x) => x!.reshape([-1, 1]), gradient: true })),
  ResizeBilinear: resizing((x, size, align, half) => tf.image.resizeBilinear(x, size, align, half), false),
  ResizeBilinearGrad: resizing((x, size, align) => tf.image.resizeBilinear(x, size, align), true),
  ResizeNearestNeighbor: resizing(
    (x, size, align, half) => tf.image.resizeNearestNeighbor(x, size, align, half),
    false,
  ),
  ResizeNearestNeighborGrad: resizing((x, size, align) => tf.image.resizeNearestNeighbor(x, size, align), true),
  Reverse: alongAxis((x, axis) => x.reverse(axis)),
  Round: unary((x) => x.round()),
  Rsqrt: unary((x) => x.rsqrt(), positive),
  Select: shape.map((shape) => ({
    shapes: [shape, shape, shape],
    f: (a, b, c) => tf.where(bits(c!), a!, b!),
    gradient: 2,
  })),
  Selu: unary((x) => x.selu()),
  Sigmoid: unary((x) => x.sigmoid()),
  Sign: unary((x) => x.sign()),
  Sin: unary((x) => x.sin()),
  Sinh: unary((x) => x.sinh()),
  Slice: filledShape.chain((shape) =>
    fc
      .tuple(
        ...shape.map((n) =>
          fc
            .integer({ min: 0, max: n - 1 })
            .chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: n - begin }))),
        ),
      )
      .map(
        // prettier-ignore
        (parts) => ({
        shapes: [shape],
        f: (x) => x!.slice(parts.map(([begin]) => begin), parts.map(([, size]) => size)), // prettier-ignore
        gradient: true,
      }),
      ),
  ),
  Softmax: filledShape.map((shape) => ({ shapes: [shape], f: (x) => x!.softmax(), gradient: true })),
  Softplus: unary((x) => x.softplus()),
  SplitV: filledShape.chain((shape) =>
    axisOf(shape.length).map((axis) => ({
      shapes: [shape.with(axis, 2 * shape.at(axis)!), shape],
      f: (x, y) => {
        const [a, b] = tf.split(x!, 2, axis);
        return a!.mul(b!).add(y!);
      },
      gradient: true,
    })),
  ),
  Sqrt: unary((x) => x.sqrt(), positive),
  Square: unary((x) => x.square()),
  SquaredDifference: sameShapes((a, b) => a.squaredDifference(b)),
  Step: unary((x) => x.step(0.2)),
  // The cpu backend takes a dropped axis for another where it does not step by one.
  StridedSlice: fc.tuple(fc.integer({ min: 4, max: 6 }), fc.constantFrom(1, 2, -1)).map(([n, stride]) => ({
    shapes: [[n, n, 2]],
    f: (x) =>
      stride === 1
        ? x!.stridedSlice([1, 2], [n, n], [1, 1], 0, 1, 0, 0, 2)
        : x!.stridedSlice(stride < 0 ? [3, 0] : [1, 0], stride < 0 ? [0, n] : [n, n], [stride, 2], 2),
  })),
  Sub: binary((a, b) => a.sub(b)),
  Sum: reduction((x, axes, keep) => x.sum(axes, keep)),
  Tan: unary((x) => x.tan(), { between: [-1.2, 1.2] }),
  Tanh: unary((x) => x.tanh()),
  Tile: filledShape.chain((shape) =>
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: shape.length, maxLength: shape.length }).map((reps) => ({
      shapes: [shape],
      f: (x) => x!.tile(reps),
      gradient: true,
    })),
  ),
  Transpose: filledShape.chain((shape) =>
    fc
      .shuffledSubarray(
        shape.map((_, i) => i),
        { minLength: shape.length },
      )
      .map((perm) => ({
        // prettier-ignore
        shapes: [shape],
        f: (x) => x!.transpose(perm),
        gradient: true,
      })),
  ),
  Unpack: alongAxis((x, axis) => x.unstack(axis), { gradient: false }),
  UnsortedSegmentSum: fc.tuple(extent, extent, extent).map(([count, size, segments]) => ({
    shapes: [[count, size], [count]],
    f: (x, i) => tf.unsortedSegmentSum(x!, indices(i!, segments) as Tensor<Rank.R1>, segments),
  })),
  ZerosLike: unary((x) => x.mul(tf.zerosLike(x)).add(x)),
  _FusedMatMul: fc.tuple(products, fusedActivation).map(([{ shapes, transposeA, transposeB }, activation]) => ({
    shapes: [...shapes, [shapes[1]!.at(transposeB ? -2 : -1)!]],
    f: (a, b, bias) => tf.fused.matMul({ a: a!, b: b!, transposeA, transposeB, bias: bias!, activation }),
  })),
};

/** The values of a case, and its gradients along given directions where it has any. */
const passes =
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

describe("a compiled kernel gives what the cpu backend gives, forward and backward", () => {
  test.each(Object.keys(kernels) as KernelName[])("%s", async (name) => {
    await tf.setBackend("cpu");
    let met = false;
    await fc.assert(
      fc.asyncProperty(cases[name], fc.nat(), async (each, seed) => {
        const [low, high] = each.between ?? [-2, 2];
        const inputs = each.shapes.map((shape, i) => uniform(seed + i, shape, low, high));
        const outputs = runEagerly((...x) => [each.f(...x)].flat(), inputs);
        const all = [...inputs, ...outputs.map(({ shape }, i) => uniform(seed + 100 + i, shape))];
        const tensors = () => all.map(({ shape, data }) => tf.tensor(data, [...shape]));
        met ||= (await kernelsOf(() => passes(each)(...tensors()))).includes(name);
        const [got, expected] = [await runCompiled(passes(each), all), runEagerly(passes(each), all)];
        for (const [i, value] of expected.entries()) expect(got[i]).toBeAllClose(value, { rtol: 2e-5, atol: 2e-5 });
      }),
      { numRuns: 8 },
    );
    expect(met).toBe(true);
  });
});
