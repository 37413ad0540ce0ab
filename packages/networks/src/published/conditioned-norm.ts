import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { normalizeGroups } from "../layers/group-norm.ts";
import type { PublishedLayer } from "./file-tensor.ts";
import { norm } from "./layers.ts";

/** Size of a GroupNorm, and how the embedding conditions it. */
export interface ConditionedNormSize {
  readonly channels: number;
  readonly groups: number;
  readonly epsilon: number;
  /** Conditions `[b, 1, 1, c]` that are added before the norm, or `[b, 1, 1, 2c]`: scales, then shifts, of the output. */
  readonly conditioning: "shift" | "scale-shift";
}

/** A GroupNorm with conditions of each sample, `norm(h + conditions)` or `norm(h) (1 + s) + t`: `[b, h, w, c] -> [b, h, w, c]`. */
export function conditionedNorm(
  name: string,
  { channels, groups, epsilon, conditioning }: ConditionedNormSize,
): PublishedLayer<[h: Tensor, conditions: Tensor]> {
  const layer = norm(name, channels, groups, epsilon);
  if (conditioning === "shift") {
    return { ...layer, forward: (params, h, conditions) => layer.forward(params, h.add(conditions)) };
  }
  return {
    ...layer,
    // The learned and the given scale and shift are one map of each pixel.
    forward(params, h, conditions) {
      const [s, t] = tf.split(conditions, 2, 3) as [Tensor, Tensor];
      const factor = s.add(1);
      const [scale, shift] = [params[`${name}.scale`]!, params[`${name}.shift`]!];
      return normalizeGroups(h, groups, factor.mul(scale), factor.mul(shift).add(t), epsilon);
    },
  };
}
