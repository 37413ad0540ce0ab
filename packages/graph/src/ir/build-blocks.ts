import { reshape, transpose } from "./build.ts";
import { make, type Node } from "./node.ts";
import type { Window } from "./window.ts";

/** Images in blocks, `[b, h, w, c] -> [b, c / block, h, w, block]`. */
export function toBlocks(x: Node, block: number): Node {
  if (x.op === "FromBlocks") return x.inputs[0]!;
  const [b, h, w, c] = x.shape as [number, number, number, number];
  // Of single pixels the order is the same.
  return h * w === 1 ? reshape(x, [b, c / block, 1, 1, block]) : make("ToBlocks", [x], { block });
}

/** The inverse of `toBlocks`. */
export function fromBlocks(x: Node): Node {
  const [b, blocks, h, w, block] = x.shape as [number, number, number, number, number];
  return h * w === 1 ? reshape(x, [b, 1, 1, blocks * block]) : make("FromBlocks", [x], {});
}

/** A filter `[kh, kw, c, n]` in the order `[n / block, c / block, kh, kw, block, block]`, under the shape `[n, c, kh, kw]`. */
export function blockedFilter(filter: Node, block: number): Node {
  const [kh, kw, c, n] = filter.shape as [number, number, number, number];
  const apart = reshape(filter, [kh, kw, c / block, block, n / block, block]);
  return reshape(transpose(apart, [4, 2, 0, 1, 3, 5]), [n, c, kh, kw]);
}

/** A filter `[kh, kw, c, n]` of few channels in the order `[n / block, c, kh, kw, block]`, under the shape `[n, c, kh, kw]`. */
export function planesFilter(filter: Node, block: number): Node {
  const [kh, kw, c, n] = filter.shape as [number, number, number, number];
  return reshape(transpose(reshape(filter, [kh, kw, c, n / block, block]), [3, 2, 0, 1, 4]), [n, c, kh, kw]);
}

/** What may be added to a convolution or to an affine map in the same pass. */
export interface Addends {
  readonly bias?: Node | undefined;
  readonly sum?: Node | undefined;
}

const given = ({ bias, sum }: Addends): Node[] => [bias, sum].filter((node) => node !== undefined);
const which = ({ bias, sum }: Addends) => ({ bias: bias !== undefined, sum: sum !== undefined });

export const blockedConv = (
  x: Node,
  filter: Node,
  window: Window & { readonly block: number },
  addends: Addends = {},
): Node => make("BlockedConv", [x, filter, ...given(addends)], { ...window, ...which(addends) });

export const blockedAffine = (x: Node, scale: Node, addends: Addends = {}): Node =>
  make("BlockedAffine", [x, scale, ...given(addends)], which(addends));

/** The addends that a node has. */
export function addendsOf({ inputs, attrs }: Node): Addends {
  const { bias, sum } = attrs as { bias: boolean; sum: boolean };
  return { bias: bias ? inputs[2] : undefined, sum: sum ? inputs.at(-1) : undefined };
}
