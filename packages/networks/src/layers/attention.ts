import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { initAll, type Layer } from "../layer.ts";
import { dotProductAttention } from "./dot-product-attention.ts";
import { linear } from "./linear.ts";

/**
 * Multi-head self-attention: `[b, n, width] -> [b, n, width]`. Vaswani et al., arXiv 1706.03762, section 3.2.
 *
 * It is equivariant to permutations of the tokens. With a `gain` of 0 the initial output is zero.
 */
export function attention(
  name: string,
  { width, heads, gain = 1 }: { readonly width: number; readonly heads: number; readonly gain?: number },
): Layer {
  const qkv = linear(`${name}.qkv`, width, 3 * width);
  const output = linear(`${name}.output`, width, width, { gain });
  const size = width / heads;
  return {
    init: (random) => initAll([qkv, output], random),
    forward(params, x) {
      const [batch, tokens] = x.shape as [number, number];
      const parts = qkv.forward(params, x).reshape([batch, tokens, 3, heads, size]);
      const [q, k, v] = tf.unstack(parts.transpose([2, 0, 3, 1, 4])) as [Tensor, Tensor, Tensor]; // [b, heads, n, size]
      const mixed = dotProductAttention(q, k, v).transpose([0, 2, 1, 3]); // [b, n, heads, size]
      return output.forward(params, mixed.reshape([batch, tokens, width]));
    },
  };
}
