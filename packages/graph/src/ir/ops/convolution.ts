import type { TensorType } from "../tensor-type.ts";
import type { Window } from "../window.ts";
import type { OpDefinition } from "./op-definition.ts";

/** `x: [b, h, w, c]` with `filter: [kh, kw, c, n]` to `[b, ..., n]`, plus an optional `bias: [n]`. */
const conv: OpDefinition<Window> = {
  infer: ([x, filter], { outputSize }) => ({
    shape: [x!.shape[0]!, ...outputSize, filter!.shape[3]!],
    dtype: x!.dtype,
  }),
};

/** Gradient of `Conv` with respect to its filter, from `x: [b, h, w, c]` and `dy: [b, ..., n]`, blocked or not: `[kh, kw, c, n]`. */
const convFilterGradient: OpDefinition<Window> = {
  infer: ([x, dy], { kernelSize }) => ({ shape: [...kernelSize, ...[x!, dy!].map(channelCount)], dtype: x!.dtype }),
};

/** Number of channels of `[b, h, w, c]` or of blocked `[b, c / block, h, w, block]`. */
export const channelCount = ({ shape }: TensorType): number => (shape.length === 5 ? shape[1]! * shape[4]! : shape[3]!);

/** Convolutions in the layout NHWC. */
export const convolutionOps = { Conv: conv, ConvFilterGradient: convFilterGradient };
