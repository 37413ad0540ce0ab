import { sizeOf } from "@tweedie/core";
import { concat, reduce, type Reduction, reshape, sliceAxis } from "../../ir/build.ts";
import { fromBlocks, toBlocks } from "../../ir/build-blocks.ts";
import { isElementwise, type Node, type NodeOf, withInputs } from "../../ir/node.ts";
import { padShape, sameShape } from "../../ir/tensor-type.ts";
import type { Rule } from "../settle.ts";

/**
 * What is done to images that come from blocks is done in blocks: a `FromBlocks` moves behind what does not mind the order of the
 * elements, and vanishes in the next `ToBlocks`.
 */
export const stayInBlocks =
  (block: number): Rule =>
  (node) => {
    if (node.dtype !== "float32") return node;
    const [x] = node.inputs;
    if (node.op === "ToBlocks" && x!.op === "FromBlocks") return x!.inputs[0]!;
    if (node.op === "FromBlocks" && x!.op === "ToBlocks") return x!.inputs[0]!;
    if (isElementwise(node)) {
      const moved = node.inputs.some(isFromBlocks) ? elementwiseInBlocks(node, block) : undefined;
      return moved ? fromBlocks(moved) : node;
    }
    if (node.op === "ConvFilterGradient" && node.inputs.some(isFromBlocks)) {
      return withInputs(node, node.inputs.map((each) => (isFromBlocks(each) ? each.inputs[0]! : each))); // prettier-ignore
    }
    if (node.op === "Concat") return joined(node, block) ?? node;
    if (x?.op !== "FromBlocks") return node;
    if (node.op === "Slice") return part(node, x.inputs[0]!, block) ?? node;
    return isReduction(node) ? reduced(node, x.inputs[0]!) : node;
  };

const isFromBlocks = (node: Node): boolean => node.op === "FromBlocks";

/** An elementwise op on images, on the same in blocks, if it can be: of its inputs those are brought there that are not. */
export function elementwiseInBlocks(node: Node, block: number): Node | undefined {
  const { inputs, shape } = node;
  const isWhole = inputs.some((input) => sameShape(input.shape, shape));
  if (shape.length !== 4 || !isWhole || inputs.some(({ dtype }) => dtype !== "float32")) return undefined;
  const moved = inputs.map((input) => inBlocks(input, block));
  return moved.every((input) => input !== undefined) ? withInputs(node, moved) : undefined;
}

/** A value that broadcasts to images, as it broadcasts to them in blocks. */
function inBlocks(x: Node, block: number): Node | undefined {
  if (sizeOf(x.shape) === 1) return reshape(x, []);
  const image = reshape(x, padShape(x.shape, 4));
  const [b, h, w, c] = image.shape as [number, number, number, number];
  if (c === 1) return reshape(image, [b, 1, h, w, 1]);
  return c % block === 0 ? toBlocks(image, block) : undefined;
}

/** Channels of several images behind each other. */
function joined({ inputs, attrs: { axis } }: NodeOf<"Concat">, block: number): Node | undefined {
  const fits = inputs.every(({ shape }) => shape.length === 4 && shape[3]! % block === 0);
  if (axis !== 3 || !fits || !inputs.some(isFromBlocks)) return undefined;
  return fromBlocks(concat(inputs.map((input) => toBlocks(input, block)), 1)); // prettier-ignore
}

/** Some of the channels, in whole blocks. */
function part({ attrs: { begin, size, strides }, inputs: [image] }: NodeOf<"Slice">, x: Node, block: number) {
  const [from, channels] = [begin[3]!, size[3]!];
  const isOfChannels = size.every((extent, axis) => axis === 3 || extent === image!.shape[axis]);
  if (!isOfChannels || strides.some((stride) => stride !== 1) || from % block !== 0 || channels % block !== 0) {
    return undefined;
  }
  return fromBlocks(sliceAxis(x, 1, from / block, channels / block));
}

const reductions = new Set<string>(["ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum"] satisfies Reduction[]);
const isReduction = (node: Node): node is NodeOf<Reduction> => reductions.has(node.op);

/** Pixels first, then images, then channels: each of them is one run of axes. */
function reduced({ op, attrs: { axes }, shape }: NodeOf<Reduction>, x: Node): Node {
  const runs = [
    [1, 2].filter((axis) => axes.includes(axis)).map((axis) => axis + 1),
    axes.includes(0) ? [0] : [],
    axes.includes(3) ? [1] : [],
    axes.includes(3) ? [4] : [],
  ];
  return reshape(runs.reduce((y, run) => (run.length > 0 ? reduce(op, y, run, true) : y), x), shape); // prettier-ignore
}
