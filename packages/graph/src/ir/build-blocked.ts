import { reshape, transpose } from "./build.ts";
import { createNode, type Node } from "./node.ts";
import type { AddendFlags } from "./ops/blocked.ts";
import type { Window } from "./window.ts";

/** Converts images to the blocked layout: `[b, h, w, c] -> [b, c / block, h, w, block]`. */
export function toBlocks(x: Node, block: number): Node {
  if (x.op === "FromBlocks") return x.inputs[0]!;
  const [b, h, w, c] = x.shape as [number, number, number, number];
  // The element order of single-pixel images is the same in both layouts.
  return h * w === 1 ? reshape(x, [b, c / block, 1, 1, block]) : createNode("ToBlocks", [x], { block });
}

/** The inverse of `toBlocks`. */
export function fromBlocks(x: Node): Node {
  const [b, blocks, h, w, block] = x.shape as [number, number, number, number, number];
  return h * w === 1 ? reshape(x, [b, 1, 1, blocks * block]) : createNode("FromBlocks", [x], {});
}

/** A filter `[kh, kw, c, n]` in the element order `[n / block, c / block, kh, kw, block, block]`, with the shape `[n, c, kh, kw]`. */
export function blockedFilter(filter: Node, block: number): Node {
  const [kh, kw, c, n] = filter.shape as [number, number, number, number];
  const apart = reshape(filter, [kh, kw, c / block, block, n / block, block]);
  return reshape(transpose(apart, [4, 2, 0, 1, 3, 5]), [n, c, kh, kw]);
}

/** A filter `[kh, kw, c, n]` with c < block in the element order `[n / block, c, kh, kw, block]`, with the shape `[n, c, kh, kw]`. */
export function planesFilter(filter: Node, block: number): Node {
  const [kh, kw, c, n] = filter.shape as [number, number, number, number];
  return reshape(transpose(reshape(filter, [kh, kw, c, n / block, block]), [3, 2, 0, 1, 4]), [n, c, kh, kw]);
}

/** Optional addends that a blocked convolution or affine map adds in the same pass over memory. */
export interface Addends {
  readonly bias?: Node | undefined;
  readonly sum?: Node | undefined;
}

const presentAddends = ({ bias, sum }: Addends): Node[] => [bias, sum].filter((node) => node !== undefined);
const addendFlags = ({ bias, sum }: Addends): AddendFlags => ({ bias: bias !== undefined, sum: sum !== undefined });

export const blockedConv = (
  x: Node,
  filter: Node,
  window: Window & { readonly block: number },
  addends: Addends = {},
): Node => createNode("BlockedConv", [x, filter, ...presentAddends(addends)], { ...window, ...addendFlags(addends) });

export const blockedAffine = (x: Node, scale: Node, addends: Addends = {}): Node =>
  createNode("BlockedAffine", [x, scale, ...presentAddends(addends)], addendFlags(addends));

/** Addends of a blocked convolution or affine map. */
export function addendsOf({ inputs, attrs }: Node): Addends {
  const { bias, sum } = attrs as AddendFlags;
  return { bias: bias ? inputs[2] : undefined, sum: sum ? inputs.at(-1) : undefined };
}
