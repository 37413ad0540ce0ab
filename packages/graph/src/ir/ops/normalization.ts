import type { OpDefinition } from "./op-definition.ts";

export interface LayerNormAttrs {
  readonly epsilon: number;
}

/** `(x - mean(x)) / sqrt(var(x) + epsilon)` over the last axis. Ba et al., arXiv 1607.06450. */
const layerNorm: OpDefinition<LayerNormAttrs> = { infer: ([x]) => x! };

/** `1 / sqrt(var(x) + epsilon)` over the last axis, `[..., 1]`. */
const layerNormScale: OpDefinition<LayerNormAttrs> = {
  infer: ([x]) => ({ shape: x!.shape.with(-1, 1), dtype: x!.dtype }),
};

export const normalizationOps = { LayerNorm: layerNorm, LayerNormScale: layerNormScale };
