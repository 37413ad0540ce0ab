import type { normalizationOps } from "../../ir/ops/normalization.ts";
import type { Lowerings } from "../lowering.ts";
import { layerNormalization } from "../standard/layer-normalization.ts";

/** Both ops are results of one node where a graph has both. */
export const normalizationLowerings: Lowerings<keyof typeof normalizationOps> = {
  LayerNorm: (writer, [x], attrs) => layerNormalization(writer, x!, attrs, 3)[0]!,
  LayerNormScale: (writer, [x], attrs) => layerNormalization(writer, x!, attrs, 3)[2]!,
};
