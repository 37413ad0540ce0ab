import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { numberTypes } from "./number-types.ts";

const every16Bits = new Uint8Array(Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).buffer);

// NumPy: arange(2**16, dtype=uint16).view(float16).astype(float32) and (arange(2**16, dtype=uint32) << 16).view(float32), NaN as 0.
test.each([
  ["float16", "faa6d965574036872b0d39a42d1f8bee361d5be92b1e718155a69556a5abacdd"],
  ["bfloat16", "2950e27364395060b01ae85b45dd15a2ab8891f6ee8b0af2b541dbda5524d0b4"],
] as const)("every %s has the value that NumPy reads", (type, sha256) => {
  const values = numberTypes[type].toFloat32(every16Bits).map((value) => (Number.isNaN(value) ? 0 : value));
  expect(createHash("sha256").update(values).digest("hex")).toBe(sha256);
});

test("float64 is rounded to the nearest float32", () => {
  const source = new Uint8Array(Float64Array.of(0.1, 1e300, 1 + 2 ** -24).buffer);
  expect([...numberTypes.float64.toFloat32(source)]).toEqual([Math.fround(0.1), Infinity, 1]);
});

test("integers keep their sign", () => {
  expect([...numberTypes.int64.toFloat32(new Uint8Array(BigInt64Array.of(-3n, 1n << 40n).buffer))]).toEqual([
    -3,
    2 ** 40,
  ]);
  expect([...numberTypes.int32.toFloat32(new Uint8Array(Int32Array.of(-3, 7).buffer))]).toEqual([-3, 7]);
  expect([...numberTypes.uint8.toFloat32(Uint8Array.of(0, 255))]).toEqual([0, 255]);
});
