/** Derivative of a function of one number, by central differences of fourth order. */
export const derivative = (f: (x: number) => number, x: number, step = 1e-3): number =>
  (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step);

/** Gradient of a function of several numbers, by central differences of fourth order. */
export const finiteDifference = (f: (x: readonly number[]) => number, x: readonly number[], step = 1e-3): number[] =>
  x.map((value, i) => derivative((moved) => f(x.with(i, moved)), value, step));
