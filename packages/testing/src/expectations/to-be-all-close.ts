import { expect } from "vitest";
import { difference, format, read, type Numbers, type Tolerance } from "../problems/difference.ts";

export type { Numbers, Tolerance } from "../problems/difference.ts";

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter must have the name that vitest gives it
  interface Matchers<T> {
    /** All numbers are close, by default within `1e-6 + 1e-5 |expected|`; shapes agree if both sides have one. */
    toBeAllClose(expected: Numbers, tolerance?: Tolerance): void;
  }
}

expect.extend({
  toBeAllClose(received: Numbers, expected: Numbers, tolerance: Tolerance = {}) {
    const problem = difference(received, expected, tolerance);
    return {
      pass: problem === undefined,
      message: () => problem ?? `all close\n  got      ${format(read(received))}\n  expected ${format(read(expected))}`,
    };
  },
});
