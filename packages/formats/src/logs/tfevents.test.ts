import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";
import { decodeScalars, encodeScalars, type Scalars, tfeventsHeader } from "./tfevents.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("CRC-32C has the catalogue's check value and those of RFC 3720", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

// Written by the RecordWriter and messages of TensorBoard 2.20.
const golden = `
  1800000000000000a37f4b22 09000000c00b5ad641 1a0d627261696e2e4576656e743a32 4ca9a464
  3600000000000000 4f578cef 09000010c00b5ad641 10ac02 2a28
    0a1b0a1464697374696c6c2f6c6f73732e73747564656e7415cdcccc3d 0a090a02cf83150000c07f 298fb045
  1b00000000000000 1a0d9e13 09000020c00b5ad641 1080e497d012 2a0a 0a080a016115000080ff cabcb42c
`.replaceAll(/\s/g, "");

const rows: readonly Scalars[] = [
  { time: 1.5e9 + 0.25, step: 300, values: { "distill/loss.student": 0.1, σ: Number.NaN } },
  { time: 1.5e9 + 0.5, step: 5e9, values: { a: -Infinity } },
];
const file = Buffer.concat([tfeventsHeader(1.5e9), ...rows.map(encodeScalars)]);

test("the bytes are the same as TensorBoard's", () => expect(hex(file)).toBe(golden));

test("encoded scalars are decoded", () => {
  const { scalars, end } = decodeScalars(file);
  expect(end).toBe(file.length);
  expect(scalars).toEqual([
    { ...rows[0], values: { "distill/loss.student": Math.fround(0.1), σ: Number.NaN } },
    rows[1],
  ]);
});

test("a truncated file is read up to its last complete record", () => {
  const ends = [
    0,
    ...[1, 2, 3].map((n) => Buffer.concat([tfeventsHeader(1), ...rows.map(encodeScalars)].slice(0, n)).length),
  ];
  for (let length = 0; length <= file.length; length++) {
    const { scalars, end } = decodeScalars(file.subarray(0, length));
    const complete = ends.filter((each) => each <= length);
    expect(end).toBe(complete.at(-1));
    expect(scalars.length).toBe(Math.max(0, complete.length - 2));
  }
});

test("reading stops before a changed byte, without an error", () => {
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = file.map((byte, i) => (i === at ? byte ^ flip : byte));
      expect(decodeScalars(damaged).end).toBeLessThanOrEqual(at);
    }),
  );
});
