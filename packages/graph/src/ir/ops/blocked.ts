import type { Window } from "../window.ts";
import type { NoAttrs, OpDefinition } from "./op-definition.ts";

// Ops on images in the blocked layout NCHWc, `[b, c / block, h, w, block]`, in which ONNX Runtime's CPU provider convolves.

/** `[b, h, w, c] -> [b, c / block, h, w, block]`. */
const toBlocks: OpDefinition<{ readonly block: number }> = {
  infer: ([x], { block }) => {
    const [b, h, w, c] = x!.shape as [number, number, number, number];
    return { shape: [b, c / block, h, w, block], dtype: x!.dtype };
  },
};

/** `[b, c / block, h, w, block] -> [b, h, w, c]`. */
const fromBlocks: OpDefinition<NoAttrs> = {
  infer: ([x]) => {
    const [b, blocks, h, w, block] = x!.shape as [number, number, number, number, number];
    return { shape: [b, h, w, blocks * block], dtype: x!.dtype };
  },
};

/** Presence of the optional inputs `bias` and `sum`, which follow the other inputs in this order. */
export interface AddendFlags {
  readonly bias: boolean;
  readonly sum: boolean;
}

/**
 * Convolution of blocked images, or of `[b, c, h, w]` with c < block, by `filter: [n, c, kh, kw]` in the element order of
 * `blockedFilter` or `planesFilter`, plus `bias: [n]`, plus `sum` of the result's shape.
 */
const blockedConv: OpDefinition<Window & AddendFlags & { readonly block: number }> = {
  infer: ([x, filter], { outputSize, block }) => ({
    shape: [x!.shape[0]!, filter!.shape[0]! / block, ...outputSize, block],
    dtype: x!.dtype,
  }),
};

/** `x scale + bias`, plus `sum` of x's shape; `scale` and `bias` are `[1 or b, c / block, 1, 1, block]` or scalars. */
const blockedAffine: OpDefinition<AddendFlags> = { infer: ([x]) => x! };

/** `Σ a b` over the pixels: two images `[b, c / block, h, w, block]` to `[b, c / block, block]`. */
const blockedDot: OpDefinition<NoAttrs> = {
  infer: ([a]) => {
    const [b, blocks, , , block] = a!.shape as [number, number, number, number, number];
    return { shape: [b, blocks, block], dtype: a!.dtype };
  },
};

export const blockedOps = {
  ToBlocks: toBlocks,
  FromBlocks: fromBlocks,
  BlockedConv: blockedConv,
  BlockedAffine: blockedAffine,
  BlockedDot: blockedDot,
};
