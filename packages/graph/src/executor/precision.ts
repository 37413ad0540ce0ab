import { TweedieError } from "@tweedie/core";

/**
 * Numbers in products of matrices and convolutions. All other arithmetic, weights, moments and averages are in float32.
 *
 * - `float32`: no rounding of the factors, on any device.
 * - `tf32`: a GPU may round the factors to 10 bits.
 * - `bfloat16`: the factors are rounded to 7 bits, on any device.
 */
export const precisions = ["float32", "tf32", "bfloat16"] as const;

export type Precision = (typeof precisions)[number];

/** Precisions other than float32, of the backends that have some. */
const others: Readonly<Record<string, readonly Precision[]>> = {
  tensorflow: ["tf32", "bfloat16"],
  "tensorflow-eager": ["tf32"],
  cuda: ["tf32"],
};

export const hasPrecision = (backend: string, precision: Precision): boolean =>
  precision === "float32" || (others[backend] ?? []).includes(precision);

const backendsWith = (precision: Precision): readonly string[] =>
  Object.keys(others).filter((backend) => hasPrecision(backend, precision));

/** @throws TweedieError for a precision that a backend lacks, with the backends that have it */
export function checkPrecision(backend: string, precision: Precision): void {
  if (hasPrecision(backend, precision)) return;
  throw new TweedieError({
    where: "precision",
    what: `the backend ${backend} does not compute in ${precision}`,
    fix: `${backendsWith(precision).map((name) => `--backend ${name}`).join(" or ")}, or precision=float32`, // prettier-ignore
  });
}

/** Error of the automatic choice, if no backend that has a precision works. `reasons` states why. */
export const noBackendWith = (precision: Precision, reasons: readonly string[]): TweedieError =>
  new TweedieError({
    where: "precision",
    what: `no GPU backend here computes in ${precision}: ${reasons.join("; ")}`,
    fix: `${backendsWith(precision).map((name) => `--backend ${name}`).join(" or ")}, or precision=float32`, // prettier-ignore
  });
