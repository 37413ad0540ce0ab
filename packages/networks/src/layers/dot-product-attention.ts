import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Scaled dot-product attention, `softmax(q k' / sqrt(size)) v`, of `[b, heads, n, size]`. Vaswani et al., arXiv 1706.03762, section 3.2.1. */
export function dotProductAttention(q: Tensor, k: Tensor, v: Tensor): Tensor {
  const weights = tf.softmax(q.matMul(k, false, true).mul(1 / Math.sqrt(q.shape.at(-1)!))); // [b, heads, n, n]
  return weights.matMul(v);
}
