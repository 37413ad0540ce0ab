import { add, fill, filling, matMul, mul, reduce, reshape } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import { padShape, sameShape } from "../ir/tensor-type.ts";
import { factors } from "./factors.ts";
import { monomial } from "./monomial.ts";

/**
 * Makes one op of `y = (x - mean) r`, `r = 1 / sqrt(mean((x - mean)^2) + epsilon)` over the last axis, and writes its gradient
 * with what that gives.
 *
 * Differentiation leads to the slope of the centred values, `dy r - (x - mean) r^3 mean(dy (x - mean))`, from which its mean
 * is then taken. That is `r (dy - y mean(dy y))`, for which neither the centred values nor their squares are needed.
 */
export const layerNorms = (node: Node): Node =>
  (node.op === "Mul" ? value(node) : node.op === "Add" ? gradient(node) : undefined) ?? node;

function value(node: Node): Node | undefined {
  for (const [centred, row] of factors(node)) {
    const scale = scaleOf(row);
    if (scale?.centred === centred && isRow(row, centred))
      return make("LayerNorm", [scale.x], { epsilon: scale.epsilon });
  }
  return undefined;
}

/** `r (dy - y mean(dy y))` of `dy r + (x - mean) k`. */
function gradient({ inputs }: Node): Node | undefined {
  for (const [first, second] of [inputs, inputs.toReversed()] as [Node, Node][]) {
    // A reshape may have moved behind the product with r.
    for (const [slope, row] of factors(unshaped(first))) {
      const scale = scaleOf(row);
      if (!scale || !isRow(row, slope) || slope.shape.at(-1) !== scale.x.shape.at(-1)) continue;
      const { x, epsilon } = scale;
      const dy = reshape(slope, x.shape);
      const matches = factors(second).some(([left, k]) => left === scale.centred && isSlope(k, dy, scale));
      if (!matches) continue;
      const y = make("LayerNorm", [x], { epsilon });
      const minusMean = mul(rowSums(dy, y), fill(-1 / x.shape.at(-1)!, []));
      return mul(add(dy, mul(y, minusMean)), make("LayerNormScale", [x], { epsilon }));
    }
  }
  return undefined;
}

/**
 * `sum(dy y)` of each row. Where dy is `dz s` with one s for all rows of an image, that is the product of `dz y`, which the
 * gradient by s needs too, with s.
 */
function rowSums(dy: Node, y: Node): Node {
  for (const [dz, s] of factors(unshaped(dy))) {
    const scale = reshape(s, padShape(s.shape, dz.shape.length));
    const isOfImage = dz.shape.length > 1 && scale.shape.at(-2) === 1 && scale.shape.at(-1) === dz.shape.at(-1);
    if (!isOfImage || !sameShape(dz.shape, unshaped(dy).shape)) continue;
    const sums = matMul(mul(dz, reshape(y, dz.shape)), scale, false, true);
    return reshape(sums, y.shape.with(-1, 1));
  }
  return reduce("ReduceSum", mul(dy, y), -1, true);
}

/** What each row of the centred values is multiplied by. */
interface Scale {
  readonly x: Node;
  readonly centred: Node;
  /** With the number added. */
  readonly variance: Node;
  readonly epsilon: number;
}

/** `1 / sqrt(mean(centred^2) + epsilon)`, taken apart. */
function scaleOf(row: Node): Scale | undefined {
  const inverse = unshaped(row);
  const root = inverse.op === "Reciprocal" ? unshaped(inverse.inputs[0]!) : undefined;
  const variance = root?.op === "Sqrt" ? unshaped(root.inputs[0]!) : undefined;
  if (variance?.op !== "Add") return undefined;
  for (const [mean, number] of [variance.inputs, variance.inputs.toReversed()] as [Node, Node][]) {
    const epsilon = filling(number);
    const square = meanOfRows(mean);
    const [centred, same] = square?.op === "Mul" ? (square.inputs as [Node, Node]) : [];
    if (epsilon === undefined || !centred || centred !== same || centred.op !== "Sub") continue;
    const [x, mu] = centred.inputs as [Node, Node];
    if (meanOfRows(mu) === x && isRow(mu, x)) return { x, centred, variance, epsilon };
  }
  return undefined;
}

/** Whether `k = -r^3 mean(dy centred)`. */
function isSlope(k: Node, dy: Node, { x, centred, variance }: Scale): boolean {
  if (!isRow(k, x)) return false;
  const { factor, powers } = monomial(k);
  const rest = new Map(powers);
  if (rest.get(variance) !== -1.5) return false;
  rest.delete(variance);
  const [[sum, exponent] = []] = rest;
  if (rest.size !== 1 || exponent !== 1 || sum?.op !== "ReduceSum" || !overRows(sum)) return false;
  const isSum = factors(sum.inputs[0]!).some(([left, right]) => unshaped(left) === unshaped(dy) && right === centred);
  return isSum && Math.abs(factor * x.shape.at(-1)! + 1) < 1e-6;
}

/** What the mean is of, where it is that of each row. */
const meanOfRows = (node: Node): Node | undefined => {
  const mean = unshaped(node);
  return mean.op === "ReduceMean" && overRows(mean) ? mean.inputs[0] : undefined;
};

const overRows = ({ inputs, attrs }: Node): boolean => {
  const { axes } = attrs as { axes: readonly number[] };
  return axes.length === 1 && axes[0] === inputs[0]!.shape.length - 1;
};

const isRow = (value: Node, x: Node): boolean => sameShape(value.shape, x.shape.with(-1, 1));

const unshaped = (node: Node): Node => (node.op === "Reshape" ? unshaped(node.inputs[0]!) : node);
