import { type NDArray, TweedieError } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeNpy, decodeNpyFloat64, encodeNpy } from "./npy.ts";

/** A file in NumPy's layout. */
const file = (header: string, data: Uint8Array, version = 1): Uint8Array => {
  const prefix = version === 1 ? 10 : 12;
  const text = `${header.padEnd(128 - prefix - 1)}\n`;
  const bytes = new Uint8Array(128 + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  new DataView(bytes.buffer).setUint16(8, text.length, true);
  bytes.set(Buffer.from(text, "latin1"), prefix);
  bytes.set(data, 128);
  return bytes;
};
const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** A file of bytes with any shape. */
function longFile(shape: number[], dataBytes: number): Uint8Array {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`;
  const bytes = new Uint8Array(10 + text.length + dataBytes);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), 10);
  return bytes;
}

test.each([
  "{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}",
  `{"descr":"|u1","fortran_order":False,"shape":(2,)}`,
  "{ 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 2 , ) , }",
])("the header %s is read, as NumPy reads it", (header) => {
  expect(decodeNpy(file(header, Uint8Array.of(3, 4)), "test.npy")).toEqual({ shape: [2], data: Float32Array.of(3, 4) });
});

test("an array of 64 axes is read", () => {
  expect(
    decodeNpy(
      longFile(
        Array.from({ length: 64 }, () => 1),
        1,
      ),
      "test.npy",
    ).shape,
  ).toHaveLength(64);
});

// numpy.save of NumPy 2.4
test.each<[NDArray, string]>([
  [
    { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) },
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
  ],
  [{ shape: [3], data: Float32Array.of(1.5, 1.5, 1.5) }, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"],
  [{ shape: [], data: Float32Array.of(2.5) }, "{'descr': '<f4', 'fortran_order': False, 'shape': (), }"],
])("an array of shape $shape is encoded as by NumPy", (array, header) => {
  expect(encodeNpy(array)).toEqual(file(header, bytesOf(array.data)));
});

test("encoded arrays are decoded bit for bit, and truncated files are refused", () => {
  const arrays = fc.array(fc.nat(3), { maxLength: 4 }).chain((shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return fc.tuple(
      fc.constant(shape),
      fc.uint32Array({ minLength: size, maxLength: size }),
      fc.double({ max: 0.999, min: 0, noNaN: true }),
    );
  });
  fc.assert(
    fc.property(arrays, ([shape, words, cut]) => {
      const bytes = encodeNpy({ shape, data: new Float32Array(words.buffer) });
      expect(bytes.length - 4 * words.length).toSatisfy((header: number) => header % 64 === 0);
      const read = decodeNpy(bytes, "test.npy");
      expect(read.shape).toEqual(shape);
      expect(new Uint32Array(read.data.buffer)).toEqual(words);
      expect(() => decodeNpy(bytes.subarray(0, Math.floor(cut * bytes.length)), "cut")).toThrow(TweedieError);
    }),
  );
});

test.each<[string, ArrayBufferView, number[]]>([
  ["|i1", Int8Array.of(127, -128), [127, -128]],
  ["|u1", Uint8Array.of(0, 255), [0, 255]],
  ["<i2", Int16Array.of(32_767, -32_768), [32_767, -32_768]],
  ["<u2", Uint16Array.of(0, 65_535), [0, 65_535]],
  ["<u8", BigUint64Array.of(0n, 2n ** 63n), [0, 2 ** 63]],
  ["<u4", Uint32Array.of(1, 2 ** 24), [1, 2 ** 24]],
  ["|b1", Uint8Array.of(0, 1), [0, 1]],
])("%s is decoded at the ends of its range", (dtype, data, values) => {
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (2,), }`;
  expect([...decodeNpy(file(header, bytesOf(data)), "test.npy").data]).toEqual(values);
});

test.each<[string, ArrayBufferView, number]>([
  ["<f8", Float64Array.of(1, -2), 1],
  ["<i8", BigInt64Array.of(1n, -2n), 2],
  ["<i4", Int32Array.of(1, -2), 3],
])("%s is decoded to float32", (dtype, data, version) => {
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (1, 2), }`;
  expect(decodeNpy(file(header, bytesOf(data), version), "test.npy")).toEqual({
    shape: [1, 2],
    data: Float32Array.of(1, -2),
  });
});

test("to float64, float64 keeps its digits and float32 its values", () => {
  const header = (dtype: string) => `{'descr': '${dtype}', 'fortran_order': False, 'shape': (2,), }`;
  const values = Float64Array.of(1 / 3, 1e300);
  expect(decodeNpyFloat64(file(header("<f8"), bytesOf(values)), "test.npy")).toEqual({ shape: [2], data: values });
  const single = Float32Array.of(1 / 3, -2);
  expect(decodeNpyFloat64(file(header("<f4"), bytesOf(single)), "test.npy").data).toEqual(Float64Array.from(single));
});

describe("invalid or unsupported files are refused with the reason", () => {
  const header = (dtype: string, order: string, shape: string) =>
    `{'descr': '${dtype}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  test.each<[string, Uint8Array, string]>([
    ["big-endian", file(header(">f4", "False", "(1,)"), new Uint8Array(4)), "has dtype '>f4'"],
    ["objects, which would be a pickle", file(header("|O", "False", "(1,)"), new Uint8Array(8)), "has dtype '|O'"],
    ["column-major", file(header("<f4", "True", "(1, 1)"), new Uint8Array(4)), "ascontiguousarray"],
    [
      "structured records",
      file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(4)),
      "plain array",
    ],
    [
      "shape and bytes do not match",
      file(header("<f4", "False", "(2,)"), new Uint8Array(4)),
      "8 bytes, but has 4 bytes of data",
    ],
    [
      "a version that does not exist",
      file(header("<f4", "False", "(1,)"), new Uint8Array(4), 4),
      "has the version 4.0",
    ],
    ...["(3)", "(1 2)", "(,)", "(,1)", "(01,)", "(1,,2)", "(-1,)", "3"].map((shape): [string, Uint8Array, string] => [
      `the shape ${shape}, which is not a tuple of sizes`,
      file(header("|u1", "False", shape), new Uint8Array(3)),
      "not the header of a plain array",
    ]),
    [
      "65 axes",
      longFile(
        Array.from({ length: 65 }, () => 1),
        1,
      ),
      "has 65 axes; at most 64",
    ],
    ["an empty array of more than 2^53 elements", longFile([0, 2 ** 40, 2 ** 40], 0), "which is too large"],
    ["more elements than an array may have", longFile([2 ** 31], 0), "which is too large"],
    ["a boolean of 2", file(header("|b1", "False", "(2,)"), Uint8Array.of(1, 2)), "has a boolean of 2"],
    [
      "a header of 4 GB",
      file(header("<f4", "False", "(1,)"), new Uint8Array(4), 2).fill(255, 8, 12),
      "states a header of",
    ],
    [
      "a repeated key",
      file("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(4)),
      "not the header of a plain array",
    ],
    [
      "text after the header",
      file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", new Uint8Array(4)),
      "not the header of a plain array",
    ],
    ...["\u00a0", "\v", "\f"].map((blank): [string, Uint8Array, string] => [
      `the blank ${JSON.stringify(blank)} after the header`,
      file(`${header("|u1", "False", "(1,)")}${blank}`, new Uint8Array(1)),
      "not the header of a plain array",
    ]),
    ["an archive of arrays", Uint8Array.of(0x50, 0x4b, 0x03, 0x04), "is a zip archive"],
    [
      "something else",
      new TextEncoder().encode("not an array"),
      "is not a NumPy array (.npy): it starts with the bytes 6e 6f",
    ],
  ])("%s", (_, bytes, message) => expect(() => decodeNpy(bytes, "bad.npy")).toThrow(message));
});
