import { reshape, transpose } from "../../ir/build.ts";
import { fromBlocks } from "../../ir/build-blocks.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";

/** Squares of pixels that are taken as channels of one, as `toPatches` of the networks does. */
export interface Patches {
  readonly image: Node;
  readonly side: number;
}

/** The images `[b, h, w, c]` of which `node` has the patches, in rows `[.., side² c]`. */
export function patchesIn(node: Node): Patches | undefined {
  const exchanged = exchangedIn(node);
  const image = exchanged?.inputs[0];
  if (!exchanged || image?.shape.length !== 4) return undefined;
  const [b, h, w, c] = image.shape as [number, number, number, number];
  const side = exchanged.shape[1]!;
  const isWhole = sameShape(exchanged.shape, [(b * h) / side, side, w / side, side * c]);
  return isWhole && node.shape.at(-1) === side * side * c ? { image, side } : undefined;
}

/** Pixels `[.., side² c]` that become squares of the images `node`. */
export function pixelsOf(node: NodeOf<"Reshape">): { readonly pixels: Node; readonly side: number } | undefined {
  const exchanged = exchangedIn(node);
  if (!exchanged || node.shape.length !== 4) return undefined;
  const [b, h, w, c] = node.shape as [number, number, number, number];
  const side = exchanged.shape[2]!;
  if (!sameShape(exchanged.shape, [(b * h) / side, w / side, side, side * c])) return undefined;
  return { pixels: reshape(exchanged.inputs[0]!, [b, h / side, w / side, side * side * c]), side };
}

/** `[n, p, q, m]` of which a reshape has `[n, q, p, m]`. */
function exchangedIn(node: Node): NodeOf<"Reshape"> | undefined {
  const [swapped] = node.inputs;
  if (node.op !== "Reshape" || swapped!.op !== "Transpose" || swapped!.attrs.perm.join() !== "0,2,1,3")
    return undefined;
  const [exchanged] = swapped!.inputs as [Node];
  return exchanged.op === "Reshape" ? exchanged : undefined;
}

/** The inverse in blocks: `[b, side² c / block, h, w, block] -> [b, h side, w side, c]`. */
export function fromPatches(x: Node, side: number): Node | undefined {
  const [b, blocks, h, w, block] = x.shape as [number, number, number, number, number];
  const rest = blocks / (side * side);
  if (!Number.isInteger(rest)) return undefined;
  const apart = reshape(x, [b, side, side, rest, h, w, block]);
  const moved = transpose(apart, [0, 3, 4, 1, 5, 2, 6]); // [b, c / block, h, side, w, side, block]
  return fromBlocks(reshape(moved, [b, rest, h * side, w * side, block]));
}

/** A matrix `[side² c, n]` for patches as the filter of a window that moves on by its own side. */
export function patchFilter(matrix: Node, side: number): Node {
  const [rows, outputs] = matrix.shape as [number, number];
  return reshape(matrix, [side, side, rows / (side * side), outputs]);
}
