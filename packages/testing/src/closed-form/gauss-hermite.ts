/** Nodes and weights that integrate a function against the standard normal density. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Hermite polynomial of a degree at x, orthonormal under the standard normal. */
function hermite(degree: number, x: number): number {
  let [previous, value] = [0, 1];
  for (let k = 0; k < degree; k++) {
    const next = (x * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
    previous = value;
    value = next;
  }
  return value;
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

/** Computed quadratures, by number of nodes. */
const quadratures = new Map<number, Quadrature>();

/** Gauss-Hermite quadrature with `count` nodes: exact for polynomials up to degree `2 count - 1`. */
export function gaussHermite(count: number): Quadrature {
  const quadrature = quadratures.get(count) ?? computeQuadrature(count);
  quadratures.set(count, quadrature);
  return quadrature;
}

function computeQuadrature(count: number): Quadrature {
  let nodes: number[] = [];
  for (let degree = 1; degree <= count; degree++) {
    const bound = 2 * Math.sqrt(degree) + 1;
    const brackets = [-bound, ...nodes, bound]; // roots of consecutive degrees interlace
    nodes = brackets.slice(1).map((high, i) => bisect((x) => hermite(degree, x), brackets[i]!, high));
  }
  const degrees = Array.from({ length: count }, (_, degree) => degree);
  const weights = nodes.map((x) => 1 / degrees.reduce((sum, degree) => sum + hermite(degree, x) ** 2, 0));
  return { nodes, weights };
}

/** Expectation of `f` under the standard normal, by quadrature. */
export const expectation = ({ nodes, weights }: Quadrature, f: (x: number) => number): number =>
  nodes.reduce((sum, x, i) => sum + weights[i]! * f(x), 0);
