import { add, constantFill, fill, matMul, mul, reduce, reshape } from "../../ir/build.ts";
import { createNode, type Node } from "../../ir/node.ts";
import { padShape, sameShape } from "../../ir/tensor-type.ts";
import { monomial } from "../rewriting/monomial.ts";
import { factorPairs, operandOrders } from "../rewriting/patterns.ts";

/**
 * Fuses `y = (x - mean(x)) r`, `r = 1 / sqrt(mean((x - mean(x))^2) + epsilon)`, over the last axis into one `LayerNorm`,
 * and rewrites its gradient in terms of `y`:
 * `dy r - (x - mean(x)) r^3 mean(dy (x - mean(x))) -> r (dy - y mean(dy y))`.
 *
 * This is the gradient with respect to the centred values, as tfjs derives it; other nodes subtract its mean. The new form
 * needs neither the centred values nor their squares.
 */
export const fuseLayerNorm = (node: Node): Node =>
  (node.op === "Mul" ? fuseValue(node) : node.op === "Add" ? fuseGradient(node) : undefined) ?? node;

function fuseValue(node: Node): Node | undefined {
  for (const [centred, row] of factorPairs(node)) {
    const scale = matchScale(row);
    if (scale?.centred === centred && isPerRow(row, centred))
      return createNode("LayerNorm", [scale.x], { epsilon: scale.epsilon });
  }
  return undefined;
}

/** `r (dy - y mean(dy y))` for `dy r + (x - mean(x)) k`, `k = -r^3 mean(dy (x - mean(x)))`. */
function fuseGradient(node: Node): Node | undefined {
  for (const [first, second] of operandOrders(node)) {
    // Another rule may have moved a reshape behind the product with r.
    for (const [slope, row] of factorPairs(withoutReshapes(first))) {
      const scale = matchScale(row);
      if (!scale || !isPerRow(row, slope) || slope.shape.at(-1) !== scale.x.shape.at(-1)) continue;
      const { x, epsilon } = scale;
      const dy = reshape(slope, x.shape);
      const matches = factorPairs(second).some(([left, k]) => left === scale.centred && isCoefficient(k, dy, scale));
      if (!matches) continue;
      const y = createNode("LayerNorm", [x], { epsilon });
      const minusMean = mul(rowSums(dy, y), fill(-1 / x.shape.at(-1)!, []));
      return mul(add(dy, mul(y, minusMean)), createNode("LayerNormScale", [x], { epsilon }));
    }
  }
  return undefined;
}

/**
 * `sum(dy y)` of each row. If `dy = dz s` with one `s` for all rows of an image, the sums are the matrix product of `dz y`
 * and `s`: the gradient with respect to `s` needs `dz y` too.
 */
function rowSums(dy: Node, y: Node): Node {
  const product = withoutReshapes(dy);
  for (const [dz, s] of factorPairs(product)) {
    if (!sameShape(dz.shape, product.shape)) continue;
    const scale = reshape(s, padShape(s.shape, dz.shape.length));
    const isPerImage = dz.shape.length > 1 && scale.shape.at(-2) === 1 && scale.shape.at(-1) === dz.shape.at(-1);
    if (!isPerImage) continue;
    const sums = matMul(mul(dz, reshape(y, dz.shape)), scale, false, true);
    return reshape(sums, y.shape.with(-1, 1));
  }
  return reduce("ReduceSum", mul(dy, y), -1, true);
}

/** Parts of `r`, the factor of each row. */
interface Scale {
  readonly x: Node;
  /** `x - mean(x)`. */
  readonly centred: Node;
  /** `mean(centred^2) + epsilon`. */
  readonly variance: Node;
  readonly epsilon: number;
}

/** Matches `r = 1 / sqrt(mean(centred^2) + epsilon)`. */
function matchScale(row: Node): Scale | undefined {
  const inverse = withoutReshapes(row);
  const root = inverse.op === "Reciprocal" ? withoutReshapes(inverse.inputs[0]!) : undefined;
  const variance = root?.op === "Sqrt" ? withoutReshapes(root.inputs[0]!) : undefined;
  if (variance?.op !== "Add") return undefined;
  for (const [mean, number] of operandOrders(variance)) {
    const epsilon = constantFill(number);
    const square = inputOfRowMean(mean);
    const [centred, same] = square?.op === "Mul" ? (square.inputs as [Node, Node]) : [];
    if (epsilon === undefined || !centred || centred !== same || centred.op !== "Sub") continue;
    const [x, mu] = centred.inputs as [Node, Node];
    if (inputOfRowMean(mu) === x && isPerRow(mu, x)) return { x, centred, variance, epsilon };
  }
  return undefined;
}

/** True if `k = -r^3 mean(dy centred)`. */
function isCoefficient(k: Node, dy: Node, { x, centred, variance }: Scale): boolean {
  if (!isPerRow(k, x)) return false;
  const { factor, powers } = monomial(k);
  const rest = new Map(powers);
  if (rest.get(variance) !== -1.5) return false;
  rest.delete(variance);
  const [[sum, exponent] = []] = rest;
  if (rest.size !== 1 || exponent !== 1 || sum?.op !== "ReduceSum" || !isOverRows(sum)) return false;
  const isSum = factorPairs(sum.inputs[0]!).some(
    ([left, right]) => withoutReshapes(left) === withoutReshapes(dy) && right === centred,
  );
  return isSum && Math.abs(factor * x.shape.at(-1)! + 1) < 1e-6;
}

/** The input of a mean over the last axis; undefined for other values. */
const inputOfRowMean = (node: Node): Node | undefined => {
  const mean = withoutReshapes(node);
  return mean.op === "ReduceMean" && isOverRows(mean) ? mean.inputs[0] : undefined;
};

/** True if a reduction is over the last axis alone. */
const isOverRows = ({ inputs, attrs }: Node): boolean => {
  const { axes } = attrs as { axes: readonly number[] };
  return axes.length === 1 && axes[0] === inputs[0]!.shape.length - 1;
};

/** True if a value has one number for each row of `x`. */
const isPerRow = (value: Node, x: Node): boolean => sameShape(value.shape, x.shape.with(-1, 1));

const withoutReshapes = (node: Node): Node => (node.op === "Reshape" ? withoutReshapes(node.inputs[0]!) : node);
