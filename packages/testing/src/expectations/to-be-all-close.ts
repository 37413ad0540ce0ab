import type { NDArray } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** Numbers, with or without a shape. */
export type Numbers = number | ArrayLike<number> | NDArray | Tensor;

/** Tolerances of a comparison: `|received - expected| <= atol + rtol |expected|`. */
export interface Tolerance {
  readonly atol?: number;
  readonly rtol?: number;
}

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter must have the name that vitest gives it
  interface Matchers<T> {
    /** All numbers are close, by default within `1e-6 + 1e-5 |expected|`; shapes agree if both sides have one. */
    toBeAllClose(expected: Numbers, tolerance?: Tolerance): void;
  }
}

function read(value: Numbers): { data: number[]; shape?: readonly number[] } {
  if (typeof value === "number") return { data: [value] };
  if ("dataSync" in value) return { data: Array.from(value.dataSync()), shape: value.shape };
  if ("data" in value) return { data: Array.from(value.data), shape: value.shape };
  return { data: Array.from(value) };
}

/** Formats at most 16 numbers, after their shape. */
function format({ data, shape }: ReturnType<typeof read>): string {
  const numbers = data.slice(0, 16).map((x) => String(Number(x.toPrecision(7))));
  return `${shape ? `[${shape.join()}] ` : ""}${numbers.join(" ")}${data.length > 16 ? ` ... (${data.length} numbers)` : ""}`;
}

expect.extend({
  toBeAllClose(received: Numbers, expected: Numbers, { atol = 1e-6, rtol = 1e-5 }: Tolerance = {}) {
    const got = read(received);
    const want = read(expected);
    const sameShape =
      got.data.length === want.data.length && (!got.shape || !want.shape || got.shape.join() === want.shape.join());
    // A negated comparison, so that NaN is never close.
    const far = want.data.findIndex(
      (x, i) => !(got.data[i] === x || Math.abs(got.data[i]! - x) <= atol + rtol * Math.abs(x)),
    );
    const difference = sameShape
      ? far < 0
        ? "all close"
        : `numbers at index ${far} differ: ${got.data[far]} and ${want.data[far]}`
      : "shapes differ";
    return {
      pass: sameShape && far < 0,
      message: () =>
        `${difference} (atol ${atol}, rtol ${rtol})\n  got      ${format(got)}\n  expected ${format(want)}`,
    };
  },
});
