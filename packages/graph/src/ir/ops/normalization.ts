import type { NoAttrs, OpDefinition } from "./op-definition.ts";

export interface LayerNormAttrs {
  readonly epsilon: number;
}

/** `(x - mean(x)) / sqrt(var(x) + epsilon)` over the last axis. Ba et al., arXiv 1607.06450. */
const layerNorm: OpDefinition<LayerNormAttrs> = { infer: ([x]) => x! };

/** `1 / sqrt(var(x) + epsilon)` over the last axis, `[..., 1]`. Lowers to the same ONNX node as `LayerNorm`. */
const layerNormScale: OpDefinition<LayerNormAttrs> = {
  infer: ([x]) => ({ shape: x!.shape.with(-1, 1), dtype: x!.dtype }),
};

/** `x + y gate` with a gate `[..., 1]` for each row. */
const gatedAdd: OpDefinition<NoAttrs> = { infer: ([x]) => x! };

export const normalizationOps = { LayerNorm: layerNorm, LayerNormScale: layerNormScale, GatedAdd: gatedAdd };
