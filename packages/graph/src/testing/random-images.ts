import fc from "fast-check";
import {
  add,
  broadcast,
  concat,
  elementwise,
  fill,
  input,
  matMul,
  mul,
  reduce,
  reshape,
  sliceAxis,
  sub,
  transpose,
} from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import { createNode, type Node } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";

const [batch, side, channels] = [2, 6, 32];
const shape = [batch, side, side, channels];

/** Shapes of the inputs of a random graph of images: images, filters, matrices, and values that broadcast to images. */
export const randomImagesInputs = {
  x: shape,
  y: shape,
  filter: [3, 3, channels, channels],
  fromFew: [3, 3, 1, channels],
  toFew: [3, 3, channels, 2],
  matrix: [channels, channels],
  fromSquares: [4 * channels, channels],
  intoSquares: [channels, 4 * channels],
  perImage: [batch, 1, 1, channels],
  perChannel: [channels],
  perPixel: [batch, side, side, 1],
} as const;

/** Space to depth: squares of 2x2 pixels as rows `[b h w / 4, 4 c]`. */
function squares(image: Node): Node {
  const rows = reshape(image, [(batch * side) / 2, 2, side / 2, 2 * channels]);
  return reshape(transpose(rows, [0, 2, 1, 3]), [(batch * side * side) / 4, 4 * channels]);
}

/** Numbers that choose the op of the next node and its inputs. */
type NodeChoice = readonly [op: number, left: number, right: number];

/** Random graphs of images with all ops that have a blocked form, and ops that need a layout conversion. */
export const randomImages: fc.Arbitrary<Graph> = fc
  .array(fc.tuple(fc.nat(19), fc.nat(), fc.nat()), { minLength: 4, maxLength: 12 })
  .map(buildGraph);

function buildGraph(choices: readonly NodeChoice[]): Graph {
  const inputs = Object.fromEntries(Object.entries(randomImagesInputs).map(([name, extents]) => [name, input(name, extents)])) as Record<keyof typeof randomImagesInputs, Node>; // prettier-ignore
  const images: Node[] = [inputs.x, inputs.y];
  const results: Node[] = [];
  for (const [op, left, right] of choices) {
    const [a, b] = [images[left % images.length]!, images[right % images.length]!];
    const node = nextNode(op, a, b, inputs);
    if (sameShape(node.shape, shape)) images.push(elementwise("Tanh")(node));
    else results.push(node);
  }
  const all = [...images.slice(-2), ...results.slice(-2)];
  return Object.fromEntries(all.map((node, i) => [`y${i}`, node] as const));
}

const window = {
  imageSize: [side, side],
  kernelSize: [3, 3],
  outputSize: [side, side],
  strides: [1, 1],
  dilations: [1, 1],
  padding: [1, 1],
} as const;

function nextNode(op: number, a: Node, b: Node, inputs: Readonly<Record<keyof typeof randomImagesInputs, Node>>): Node {
  switch (op) {
    case 0:
    case 1:
      return mul(createNode("Conv", [a, inputs.filter], window), fill(0.1, []));
    case 2:
      return add(createNode("Conv", [a, inputs.filter], window), inputs.perChannel);
    case 3:
      return mul(a, inputs.perImage);
    case 4:
      return sub(inputs.perImage, a);
    case 5:
      return sub(a, broadcast(reshape(reduce("ReduceMean", b, [1, 2]), [batch, 1, 1, channels]), shape));
    case 6:
      return add(sub(a, b), fill(1, []));
    case 7:
      return add(mul(a, inputs.perImage), mul(b, inputs.perChannel));
    case 8:
      return mul(a, inputs.perPixel);
    case 9:
      return sliceAxis(concat([a, b], 3), 3, 16, channels);
    case 10: {
      const rows = reshape(a, [batch * side * side, channels]);
      return reshape(add(matMul(rows, inputs.matrix), inputs.perChannel), shape);
    }
    case 11:
      return reduce("ReduceSum", a, [0, 1, 2]);
    case 12:
      return reduce("ReduceMax", a, 3);
    case 13:
      return createNode("ConvFilterGradient", [a, b], window);
    case 14:
      return createNode("Conv", [inputs.perPixel, inputs.fromFew], window);
    case 15:
      return createNode("Conv", [a, inputs.toFew], window);
    case 16: {
      const small = matMul(squares(a), inputs.fromSquares); // [b h w / 4, c]
      const image = reshape(add(small, inputs.perChannel), [batch, side / 2, side / 2, channels]);
      return mul(image, fill(0.1, []));
    }
    case 17: {
      const pixels = matMul(matMul(squares(a), inputs.fromSquares), inputs.intoSquares);
      const rows = reshape(pixels, [(batch * side) / 2, side / 2, 2, 2 * channels]);
      return mul(reshape(transpose(rows, [0, 2, 1, 3]), shape), fill(0.01, []));
    }
    case 18:
      return mul(matMul(squares(a), squares(b), true), fill(0.1, []));
    case 19:
      return add(reduce("ReduceSum", mul(a, b), [1, 2]), reduce("ReduceMean", mul(a, a), [1, 2]));
    default:
      return add(a, b);
  }
}
