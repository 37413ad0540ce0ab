import type { NDArray } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Numbers, with or without a shape. */
export type Numbers = number | ArrayLike<number> | NDArray | Tensor;

/** Tolerances of a comparison: `|received - expected| <= atol + rtol |expected|`. */
export interface Tolerance {
  readonly atol?: number;
  readonly rtol?: number;
}

/** Numbers in comparable form. */
export interface Reading {
  readonly data: readonly number[];
  readonly shape?: readonly number[];
}

/** Reads numbers in any form. */
export function read(value: Numbers): Reading {
  if (typeof value === "number") return { data: [value] };
  if ("dataSync" in value) return { data: Array.from(value.dataSync()), shape: value.shape };
  if ("data" in value) return { data: Array.from(value.data), shape: value.shape };
  return { data: Array.from(value) };
}

/** Formats at most 16 numbers, after their shape. */
export function format({ data, shape }: Reading): string {
  const numbers = data.slice(0, 16).map((x) => String(Number(x.toPrecision(7))));
  return `${shape ? `[${shape.join()}] ` : ""}${numbers.join(" ")}${data.length > 16 ? ` ... (${data.length} numbers)` : ""}`;
}

/**
 * Returns how numbers differ from the expected ones, by default by more than `1e-6 + 1e-5 |expected|`, and undefined if they are close.
 * Shapes must agree if both sides have one. NaN is close to nothing.
 */
export function difference(
  received: Numbers,
  expected: Numbers,
  { atol = 1e-6, rtol = 1e-5 }: Tolerance = {},
): string | undefined {
  const got = read(received);
  const want = read(expected);
  const isSameShape =
    got.data.length === want.data.length && (!got.shape || !want.shape || got.shape.join() === want.shape.join());
  // A negated comparison, so that NaN is never close.
  const far = want.data.findIndex(
    (x, i) => !(got.data[i] === x || Math.abs(got.data[i]! - x) <= atol + rtol * Math.abs(x)),
  );
  if (isSameShape && far < 0) return undefined;
  const first = isSameShape
    ? `numbers at index ${far} differ: ${got.data[far]} and ${want.data[far]}`
    : "shapes differ";
  return `${first} (atol ${atol}, rtol ${rtol})\n  got      ${format(got)}\n  expected ${format(want)}`;
}
