import { reshape, transpose } from "../../../ir/build.ts";
import { fromBlocks } from "../../../ir/build-blocked.ts";
import type { Node, NodeOf } from "../../../ir/node.ts";
import { sameShape } from "../../../ir/tensor-type.ts";

/** Images whose squares of `side^2` pixels become the channels of one pixel, as by `toPatches` of the networks package. */
export interface SpaceToDepth {
  readonly image: Node; // [b, h, w, c]
  readonly side: number;
}

/** Matches the patches of images `[b, h, w, c]`, in rows `[..., side^2 c]`. */
export function matchSpaceToDepth(node: Node): SpaceToDepth | undefined {
  const source = matchAxisSwap(node);
  const image = source?.inputs[0];
  if (!source || image?.shape.length !== 4) return undefined;
  const [b, h, w, c] = image.shape as [number, number, number, number];
  const side = source.shape[1]!;
  const isWhole = sameShape(source.shape, [(b * h) / side, side, w / side, side * c]);
  return isWhole && node.shape.at(-1) === side * side * c ? { image, side } : undefined;
}

/** Matches the inverse: pixels with `side^2 c` channels that become squares of `side^2` pixels of the images `node`. */
export function matchDepthToSpace(
  node: NodeOf<"Reshape">,
): { readonly pixels: Node; readonly side: number } | undefined {
  const source = matchAxisSwap(node);
  if (!source || node.shape.length !== 4) return undefined;
  const [b, h, w, c] = node.shape as [number, number, number, number];
  const side = source.shape[2]!;
  if (!sameShape(source.shape, [(b * h) / side, w / side, side, side * c])) return undefined;
  return { pixels: reshape(source.inputs[0]!, [b, h / side, w / side, side * side * c]), side };
}

/** The reshape to `[n, p, q, m]` in `node = reshape(transpose(reshape(x), [0, 2, 1, 3]))`. */
function matchAxisSwap(node: Node): NodeOf<"Reshape"> | undefined {
  const [swapped] = node.inputs;
  if (node.op !== "Reshape" || swapped!.op !== "Transpose" || swapped!.attrs.perm.join() !== "0,2,1,3")
    return undefined;
  const [source] = swapped!.inputs as [Node];
  return source.op === "Reshape" ? source : undefined;
}

/** Depth to space of blocked images: `[b, side^2 c / block, h, w, block] -> [b, h side, w side, c]`. */
export function depthToSpace(x: Node, side: number): Node | undefined {
  const [b, blocks, h, w, block] = x.shape as [number, number, number, number, number];
  const rest = blocks / (side * side);
  if (!Number.isInteger(rest)) return undefined;
  const split = reshape(x, [b, side, side, rest, h, w, block]);
  const moved = transpose(split, [0, 3, 4, 1, 5, 2, 6]); // [b, c / block, h, side, w, side, block]
  return fromBlocks(reshape(moved, [b, rest, h * side, w * side, block]));
}

/** The matrix `[side^2 c, n]` of a product on patches as the filter `[side, side, c, n]` of a convolution with strides `side`. */
export function spaceToDepthFilter(matrix: Node, side: number): Node {
  const [rows, outputs] = matrix.shape as [number, number];
  return reshape(matrix, [side, side, rows / (side * side), outputs]);
}
