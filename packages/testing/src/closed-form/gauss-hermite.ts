/** Nodes and weights that integrate a function against the standard normal density. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Hermite polynomials of degree 0 to `degree` at x, orthonormal under the standard normal. */
function hermite(degree: number, x: number): number[] {
  const values = [1, x];
  for (let k = 1; k < degree; k++) values.push((x * values[k]! - Math.sqrt(k) * values[k - 1]!) / Math.sqrt(k + 1));
  return values.slice(0, degree + 1);
}

/** Root of `f` between two points at which it has opposite signs. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(low));
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Gauss-Hermite quadrature with `count` nodes: exact for polynomials up to degree `2 count - 1`. */
export function gaussHermite(count: number): Quadrature {
  let nodes: number[] = [];
  for (let degree = 1; degree <= count; degree++) {
    const bound = 2 * Math.sqrt(degree) + 1;
    const brackets = [-bound, ...nodes, bound]; // roots of consecutive degrees interlace
    nodes = brackets.slice(1).map((high, i) => bisect((x) => hermite(degree, x)[degree]!, brackets[i]!, high));
  }
  const weights = nodes.map((x) => 1 / hermite(count - 1, x).reduce((sum, h) => sum + h * h, 0));
  return { nodes, weights };
}

/** Expectation of `f` under the standard normal, by quadrature. */
export const expectation = ({ nodes, weights }: Quadrature, f: (x: number) => number): number =>
  nodes.reduce((sum, x, i) => sum + weights[i]! * f(x), 0);
