import { type NDArrays, TweedieError } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const bits = (data: Float32Array) => [...new Uint32Array(data.buffer, data.byteOffset, data.length)];
const arraysOf = (entries: [string, number[], Uint32Array][]): NDArrays =>
  Object.fromEntries(
    entries.map(([name, shape, words]) => [name, { shape, data: new Float32Array(words.buffer, words.byteOffset) }]),
  );

/** Any shape of up to 3 axes with any bits, including NaN payloads, subnormals and -0. */
const entry = fc
  .tuple(
    fc.string({ unit: "grapheme" }).filter((name) => name !== "__metadata__" && name !== "__proto__"),
    fc.array(fc.nat(4), { maxLength: 3 }),
  )
  .chain(([name, shape]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    return fc.tuple(fc.constant(name), fc.constant(shape), fc.uint32Array({ minLength: size, maxLength: size }));
  });
const entries = fc.uniqueArray(entry, { selector: ([name]) => name, maxLength: 6 });
const metadata = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3, noNullPrototype: true });

describe("an encoded file", () => {
  test("is decoded bit for bit", () => {
    fc.assert(
      fc.property(entries, metadata, (list, notes) => {
        const arrays = arraysOf(list);
        const read = decodeSafetensors(encodeSafetensors(arrays, notes), "test");
        expect(read.metadata).toEqual(notes);
        expect(Object.keys(read.arrays).sort()).toEqual(Object.keys(arrays).sort());
        for (const [name, { shape, data }] of Object.entries(arrays)) {
          expect(read.arrays[name]!.shape).toEqual(shape);
          expect(bits(read.arrays[name]!.data)).toEqual(bits(data));
        }
      }),
    );
  });

  test("does not depend on the order of the names", () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(encodeSafetensors(arraysOf([...list].reverse()))).toEqual(encodeSafetensors(arraysOf(list)));
      }),
    );
  });

  test("is refused when truncated at any byte or followed by another byte", () => {
    const whole = encodeSafetensors(
      { w: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } },
      { kind: "test" },
    );
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length), "cut"), `${length} bytes`).toThrow(TweedieError);
    }
    expect(() => decodeSafetensors(Uint8Array.of(...whole, 0), "longer")).toThrow("has 25 bytes of data");
  });

  test("is the same as the Python package's", () => {
    // safetensors 0.8.0: save({"w": arange(3), "b": full((1, 2), -0.5)}, {"kind": "test"}), float32
    const golden = Buffer.concat([
      Buffer.from("9000000000000000", "hex"),
      Buffer.from('{"__metadata__":{"kind":"test"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},'),
      Buffer.from('"w":{"dtype":"F32","shape":[3],"data_offsets":[8,20]}}   '),
      Buffer.from("000000bf000000bf000000000000803f00000040", "hex"),
    ]);
    const w = { shape: [3], data: Float32Array.of(0, 1, 2) };
    const b = { shape: [1, 2], data: Float32Array.of(-0.5, -0.5) };
    expect(Buffer.from(encodeSafetensors({ w, b }, { kind: "test" }))).toEqual(golden);
  });

  test("cannot contain a reserved name", () => {
    const array = { shape: [], data: Float32Array.of(1) };
    for (const name of ["__metadata__", "__proto__"]) {
      expect(() => encodeSafetensors(Object.fromEntries([[name, array]]))).toThrow(name);
    }
  });
});

/** A file with the given header text. */
const file = (header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array => {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};
const tensor = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({ dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields });
const one = (fields: Record<string, unknown>) => file(`{"a":${tensor(fields)}}`, 8);
const two = (a: [number, number], b: [number, number], dataBytes: number) => {
  const entryOf = ([start, end]: [number, number]) =>
    tensor({ dtype: "U8", shape: [Math.max(0, end - start)], data_offsets: [start, end] });
  return file(`{"a":${entryOf(a)},"b":${entryOf(b)}}`, dataBytes);
};

/** Changes the last `count` bytes. */
const withData = (bytes: Uint8Array, count: number, value: number): Uint8Array =>
  bytes.fill(value, bytes.length - count);

describe("malformed files are refused with the reason", () => {
  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(0), "ends after 0 bytes"],
    ["only a length", file(""), "ends after 8 bytes"],
    ["length 2^53 + 1", file("{}", 0, 2n ** 53n + 1n), "header of 9007199254740993 bytes"],
    ["length 2^63", file("{}", 0, 2n ** 63n), "header of 9223372036854775808 bytes"],
    ["length 2^64 - 1", file("{}", 0, 2n ** 64n - 1n), "header of 18446744073709551615 bytes"],
    ["length over the limit", file("{}", 0, 100_000_001n), "at most 100000000"],
    ["length beyond the file", file("{}", 0, 3n), "inside a header of 3 bytes"],
    ["length cuts the header", file("{}", 0, 1n), "not JSON"],
    ["whitespace before the header", file(" {}"), "is not a safetensors file"],
    ["byte order mark", file("\ufeff{}"), "is not a safetensors file"],
    ["header is a list", file("[]"), "is not a safetensors file"],
    ["not UTF-8", file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)), "not JSON"],
    ["broken JSON", file("{'a':1}"), "not JSON"],
    ["trailing comma", file(`{"a":${tensor()},}`, 8), "not JSON"],
    ["two objects", file("{}{}"), "not JSON"],
    ["repeated tensor", file(`{"a":${tensor()},"a":${tensor()}}`, 8), 'the key "a" appears twice'],
    [
      "repeated tensor, written with an escape",
      file(`{"a":${tensor()},"\\u0061":${tensor()}}`, 8),
      'the key "a" appears twice',
    ],
    ["lists 100,000 deep", file(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), "nested deeper than 8"],
    ["objects 100,000 deep", file(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`), "nested deeper than 8"],
    ["a boolean of 2", withData(one({ dtype: "BOOL", shape: [8] }), 8, 2), "has a boolean of 2"],
    ["repeated field", file(`{"a":{"dtype":"F32","dtype":"F32"}}`), 'the key "dtype" appears twice'],
    ["lone surrogate", file(`{"\\ud800":${tensor()}}`, 8), "surrogate"],
    ["metadata of numbers", file(`{"__metadata__":{"a":1}}`), "__metadata__"],
    ["metadata is a list", file(`{"__metadata__":[]}`), "__metadata__"],
    ["entry is null", file(`{"a":null}`), 'tensor "a": is null'],
    ["entry is a list", file(`{"a":["F32",[2],[0,8]]}`, 8), "not an object"],
    ["unknown field", one({ note: 1 }), 'unknown field "note"'],
    ["tensor named __proto__", file(`{"__proto__":${tensor()}}`, 8), "has a reserved name"],
    ["no dtype", one({ dtype: undefined }), "has dtype undefined"],
    ["unknown dtype", one({ dtype: "F8_E4M3" }), 'has dtype "F8_E4M3"; F64, F32, F16, BF16'],
    ["dtype of the prototype", one({ dtype: "constructor" }), 'has dtype "constructor"'],
    ["lower-case dtype", one({ dtype: "f32" }), 'has dtype "f32"'],
    ["no shape", one({ shape: undefined }), "has shape undefined"],
    ["shape is a number", one({ shape: 2 }), "has shape 2"],
    ["negative shape", one({ shape: [-2] }), "-2 is not a plain integer"],
    [
      "fraction in the shape",
      file(`{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}`, 8),
      "2.0 is not a plain",
    ],
    [
      "exponent in the shape",
      file(`{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}`, 8),
      "2e0 is not a plain",
    ],
    ["text in the shape", one({ shape: ["2"] }), 'has shape ["2"]'],
    [
      "extent beyond 2^53",
      file(`{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,8]}}`, 8),
      "has shape",
    ],
    ["product that overflows", one({ shape: [2 ** 31, 2 ** 31, 2 ** 31] }), "too large"],
    ["overflow hidden by a zero", one({ shape: [2 ** 31, 2 ** 31, 0] }), "too large"],
    ["shape and bytes do not match", one({ shape: [3] }), "has shape [3] of F32, 12 bytes, but offsets [0, 8]"],
    ["dtype and bytes do not match", one({ dtype: "F64" }), "has shape [2] of F64, 16 bytes"],
    ["one offset", one({ data_offsets: [8] }), "has data_offsets [8]"],
    ["three offsets", one({ data_offsets: [0, 8, 8] }), "has data_offsets"],
    ["offsets reversed", one({ data_offsets: [8, 0] }), "but offsets [8, 0]"],
    ["gap at the beginning", two([1, 4], [4, 8], 8), "starts at byte 1"],
    ["gap between", two([0, 3], [4, 8], 8), "starts at byte 4 of the data, but the previous tensor ends at 3"],
    ["overlap", two([0, 5], [4, 8], 8), "starts at byte 4 of the data, but the previous tensor ends at 5"],
    ["the same bytes twice", two([0, 8], [0, 8], 8), "starts at byte 0"],
    ["excess data", two([0, 4], [4, 8], 9), "has 9 bytes of data, but its tensors need 8"],
    ["missing data", two([0, 4], [4, 8], 7), "truncated"],
    ["data without tensors", file("{}", 4), "has 4 bytes of data"],
  ])("%s", (_, bytes, message) => {
    const read = () => decodeSafetensors(bytes, "bad.safetensors");
    expect(read).toThrow(TweedieError);
    expect(read).toThrow(message);
    expect(read).toThrow("bad.safetensors");
  });

  test.each<[string, number[], string]>([
    ["zip", [0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0, 0x08], "is a zip archive"],
    ["pickle", [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9], "is a Python pickle"],
    ["HDF5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0], "is an HDF5 file"],
  ])("a file in the format %s is refused with the conversion to use", (_, bytes, message) => {
    const read = () => decodeSafetensors(Uint8Array.from(bytes), "model.safetensors");
    expect(read).toThrow(message);
    expect(read).toThrow("save_file");
  });

  test("mutated files are decoded or refused with a TweedieError", () => {
    const valid = encodeSafetensors({
      a: { shape: [2], data: Float32Array.of(1, 2) },
      b: { shape: [], data: Float32Array.of(3) },
    });
    const mutations = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(mutations, (list) => {
        const bytes = valid.slice();
        for (const [position, byte] of list) bytes[position] = byte;
        try {
          decodeSafetensors(bytes, "mutated");
        } catch (error) {
          expect(error).toBeInstanceOf(TweedieError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("unusual but valid files are decoded", () => {
  test.each<[string, Uint8Array, Record<string, number[]>]>([
    ["no tensors", file("{}"), {}],
    ["whitespace after the header", file("{} \n\t "), {}],
    [
      "an empty tensor with large extents",
      file(`{"a":${tensor({ shape: [0, 2 ** 40], data_offsets: [0, 0] })}}`),
      { a: [] },
    ],
    ["a path as a name", file(`{"../../etc/x":${tensor()}}`, 8), { "../../etc/x": [0, 0] }],
    ["an empty name", file(`{"":${tensor()}}`, 8), { "": [0, 0] }],
    ["unaligned data", file(`{"a":${tensor()} }`, 8), { a: [0, 0] }],
    ["data in another order", two([4, 8], [0, 4], 8), { a: [0, 0, 0, 0], b: [0, 0, 0, 0] }],
  ])("%s", (_, bytes, values) => {
    const { arrays } = decodeSafetensors(bytes, "odd");
    expect(Object.fromEntries(Object.entries(arrays).map(([name, { data }]) => [name, [...data]]))).toEqual(values);
  });

  test("a part of a larger buffer", () => {
    const bytes = encodeSafetensors({ a: { shape: [1], data: Float32Array.of(7) } });
    const buffer = Buffer.concat([Buffer.alloc(3), bytes]);
    expect([...decodeSafetensors(buffer.subarray(3), "part").arrays["a"]!.data]).toEqual([7]);
  });
});
