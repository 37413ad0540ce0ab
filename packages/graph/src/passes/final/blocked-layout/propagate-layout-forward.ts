import { sizeOf } from "@tweedie/core";
import { after, concat, reduce, type Reduction, reshape, sliceAxis } from "../../../ir/build.ts";
import { fromBlocks, toBlocks } from "../../../ir/build-blocked.ts";
import { isElementwise, type Node, type NodeOf, withInputs } from "../../../ir/node.ts";
import { padShape, sameShape } from "../../../ir/tensor-type.ts";
import type { Rule } from "../../rewriting/rule.ts";

/**
 * Sinks `FromBlocks` behind the ops that have a blocked form, `op(fromBlocks(x)) -> fromBlocks(op(x))`, and cancels it against
 * the next `ToBlocks`: elementwise ops, filter gradients, concatenations and slices of channels, and reductions.
 */
export const propagateLayoutForward =
  (block: number): Rule =>
  (node) => {
    if (node.dtype !== "float32") return node;
    const [x] = node.inputs;
    if (node.op === "ToBlocks" && x!.op === "FromBlocks") return x!.inputs[0]!;
    if (node.op === "FromBlocks" && x!.op === "ToBlocks") return x!.inputs[0]!;
    if (isElementwise(node)) {
      const blocked = node.inputs.some(isFromBlocks) ? blockedElementwise(node, block) : undefined;
      return blocked ? fromBlocks(blocked) : node;
    }
    if (node.op === "ConvFilterGradient" && node.inputs.some(isFromBlocks)) {
      return withInputs(node, node.inputs.map((each) => (isFromBlocks(each) ? each.inputs[0]! : each))); // prettier-ignore
    }
    if (node.op === "Concat") return concatChannels(node, block) ?? node;
    if (node.op === "After") return node.inputs.some(isFromBlocks) ? propagateOrder(node) : node;
    if (x?.op !== "FromBlocks") return node;
    if (node.op === "Slice") return sliceChannels(node, x.inputs[0]!, block) ?? node;
    return isReduction(node) ? reduceBlocked(node, x.inputs[0]!) : node;
  };

/** The order of images as the order of the blocked images. */
function propagateOrder({ inputs }: NodeOf<"After">): Node {
  const [x, ...others] = inputs.map((each) => (isFromBlocks(each) ? each.inputs[0]! : each)) as [Node, ...Node[]];
  const ordered = after(x, others);
  return x === inputs[0] ? ordered : fromBlocks(ordered);
}

const isFromBlocks = (node: Node): boolean => node.op === "FromBlocks";

/** An elementwise op on images as the same op on blocked images; its other inputs are converted. Undefined if one cannot be. */
export function blockedElementwise(node: Node, block: number): Node | undefined {
  const { inputs, shape } = node;
  const isWhole = inputs.some((input) => sameShape(input.shape, shape));
  if (shape.length !== 4 || !isWhole || inputs.some(({ dtype }) => dtype !== "float32")) return undefined;
  const blocked = inputs.map((input) => blockedOperand(input, block));
  return blocked.every((input) => input !== undefined) ? withInputs(node, blocked) : undefined;
}

/** A value that broadcasts to images as one that broadcasts to blocked images. */
function blockedOperand(x: Node, block: number): Node | undefined {
  if (sizeOf(x.shape) === 1) return reshape(x, []);
  const image = reshape(x, padShape(x.shape, 4));
  const [b, h, w, c] = image.shape as [number, number, number, number];
  if (c === 1) return reshape(image, [b, 1, h, w, 1]);
  return c % block === 0 ? toBlocks(image, block) : undefined;
}

function concatChannels({ inputs, attrs: { axis } }: NodeOf<"Concat">, block: number): Node | undefined {
  const fillsBlocks = inputs.every(({ shape }) => shape.length === 4 && shape[3]! % block === 0);
  if (axis !== 3 || !fillsBlocks || !inputs.some(isFromBlocks)) return undefined;
  return fromBlocks(concat(inputs.map((input) => toBlocks(input, block)), 1)); // prettier-ignore
}

/** A slice of whole blocks of channels. */
function sliceChannels({ attrs: { begin, size, strides }, inputs: [image] }: NodeOf<"Slice">, x: Node, block: number) {
  const [from, channels] = [begin[3]!, size[3]!];
  const isOfChannels = size.every((extent, axis) => axis === 3 || extent === image!.shape[axis]);
  if (!isOfChannels || strides.some((stride) => stride !== 1) || from % block !== 0 || channels % block !== 0) {
    return undefined;
  }
  return fromBlocks(sliceAxis(x, 1, from / block, channels / block));
}

const reductions = new Set<string>(["ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum"] satisfies Reduction[]);
const isReduction = (node: Node): node is NodeOf<Reduction> => reductions.has(node.op);

/** Reduces one run of adjacent axes at a time: pixels, then images, then both axes of the channels. */
function reduceBlocked({ op, attrs: { axes }, shape }: NodeOf<Reduction>, x: Node): Node {
  const runs = [
    [1, 2].filter((axis) => axes.includes(axis)).map((axis) => axis + 1),
    axes.includes(0) ? [0] : [],
    axes.includes(3) ? [1] : [],
    axes.includes(3) ? [4] : [],
  ];
  return reshape(runs.reduce((y, run) => (run.length > 0 ? reduce(op, y, run, true) : y), x), shape); // prettier-ignore
}
