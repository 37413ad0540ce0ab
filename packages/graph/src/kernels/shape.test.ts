import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import {
  alongAxis,
  anyAxis,
  type Cases,
  extent,
  nonScalarShape,
  shape,
  testKernels,
  unary,
} from "./kernel-cases.fixture.ts";
import type { shapeKernels } from "./shape.ts";

/** Begin and size of a slice along an axis of extent `n`. */
const sliceRange = (n: number) =>
  fc
    .integer({ min: 0, max: n - 1 })
    .chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: n - begin })));

const cases: Cases<keyof typeof shapeKernels> = {
  Cast: unary((x) => x.cast("int32").cast("float32")),
  Concat: nonScalarShape.chain((shape) =>
    fc.tuple(anyAxis(shape.length), extent).map(([axis, more]) => ({
      shapes: [shape, shape.with(axis, more)],
      f: (a, b) => tf.concat([a!, b!], axis),
      gradient: true,
    })),
  ),
  ExpandDims: shape.chain((shape) =>
    anyAxis(shape.length + 1).map((axis) => ({ shapes: [shape], f: (x) => x!.expandDims(axis), gradient: true })),
  ),
  Fill: shape.map((shape) => ({ shapes: [shape], f: (x) => x!.add(tf.fill(shape, 2.5)), gradient: true })),
  Identity: unary((x) => x.clone()),
  LinSpace: fc
    .integer({ min: 1, max: 9 })
    .map((count) => ({ shapes: [[count]], f: (x) => x!.mul(tf.linspace(-1, 2, count)) })),
  MirrorPad: fc
    .tuple(fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())
    .map(([shape, reflect, both]) => ({
      shapes: [shape],
      f: (x) => tf.mirrorPad(x!, shape.map(() => [both ? 1 : 0, 1] as [number, number]), reflect ? "reflect" : "symmetric"), // prettier-ignore
      gradient: true,
    })),
  OnesLike: unary((x) => x.mul(tf.onesLike(x))),
  Pack: shape.chain((shape) =>
    anyAxis(shape.length + 1).map((axis) => ({
      shapes: [shape, shape],
      f: (a, b) => tf.stack([a!, b!], axis),
      gradient: true,
    })),
  ),
  PadV2: nonScalarShape.chain((shape) =>
    fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: shape.length, maxLength: shape.length }).map((paddings) => ({
      shapes: [shape],
      f: (x) => x!.pad(paddings, 0.5),
      gradient: true,
    })),
  ),
  Range: fc.integer({ min: 1, max: 9 }).map((count) => ({ shapes: [[count]], f: (x) => x!.mul(tf.range(0, count)) })),
  Reshape: shape.map((shape) => ({ shapes: [shape], f: (x) => x!.reshape([-1, 1]), gradient: true })),
  Reverse: alongAxis((x, axis) => x.reverse(axis)),
  Slice: nonScalarShape.chain((shape) =>
    fc.tuple(...shape.map(sliceRange)).map((ranges) => ({
      shapes: [shape],
      f: (x) => x!.slice(ranges.map(([begin]) => begin), ranges.map(([, size]) => size)), // prettier-ignore
      gradient: true,
    })),
  ),
  SplitV: nonScalarShape.chain((shape) =>
    anyAxis(shape.length).map((axis) => ({
      shapes: [shape.with(axis, 2 * shape.at(axis)!), shape],
      f: (x, y) => {
        const [a, b] = tf.split(x!, 2, axis);
        return a!.mul(b!).add(y!);
      },
      gradient: true,
    })),
  ),
  // With strides other than 1 the cpu backend drops the wrong axis of the shrink mask.
  StridedSlice: fc.tuple(fc.integer({ min: 4, max: 6 }), fc.constantFrom(1, 2, -1)).map(([n, stride]) => ({
    shapes: [[n, n, 2]],
    f: (x) =>
      stride === 1
        ? x!.stridedSlice([1, 2], [n, n], [1, 1], 0, 1, 0, 0, 2)
        : x!.stridedSlice(stride < 0 ? [3, 0] : [1, 0], stride < 0 ? [0, n] : [n, n], [stride, 2], 2),
  })),
  Tile: nonScalarShape.chain((shape) =>
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: shape.length, maxLength: shape.length }).map((reps) => ({
      shapes: [shape],
      f: (x) => x!.tile(reps),
      gradient: true,
    })),
  ),
  Transpose: nonScalarShape.chain((shape) => {
    const axes = shape.map((_, i) => i);
    return fc.shuffledSubarray(axes, { minLength: shape.length }).map((perm) => ({
      shapes: [shape],
      f: (x) => x!.transpose(perm),
      gradient: true,
    }));
  }),
  Unpack: alongAxis((x, axis) => x.unstack(axis), { gradient: false }),
  ZerosLike: unary((x) => x.mul(tf.zerosLike(x)).add(x)),
};

testKernels(cases);
