import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { initAll } from "../../layer.ts";
import { dotProductAttention } from "../../layers/dot-product-attention.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { norm, pointwise } from "../layers.ts";
import type { BlockStyle } from "./block-style.ts";
import { groupsOf } from "./conventions.ts";

/**
 * Self-attention between the pixels of an image, `sumScale (x + proj(attention(qkv(norm2(x)))))`: `[b, h, w, c] -> [b, h, w, c]`.
 *
 * The outputs of `qkv` are ordered by head, then channel, then query, key and value.
 */
export function selfAttention(
  name: string,
  { channels, heads }: { readonly channels: number; readonly heads: number },
  { epsilon, initial, sumScale }: Pick<BlockStyle, "epsilon" | "initial" | "sumScale">,
): PublishedLayer {
  const norm2 = norm(`${name}.norm2`, channels, groupsOf(channels), epsilon);
  const qkv = pointwise(`${name}.qkv`, channels, 3 * channels, initial.attention);
  const proj = pointwise(`${name}.proj`, channels, channels, initial.last);
  const layers = [norm2, qkv, proj];
  const size = channels / heads;
  return {
    init: (random) => initAll(layers, random),
    tensors: allTensors(layers),
    forward(params, x) {
      const [batch, height, width] = x.shape as [number, number, number];
      const mixed = qkv.forward(params, norm2.forward(params, x));
      const parts = mixed.reshape([batch, height * width, heads, size, 3]).transpose([4, 0, 2, 1, 3]);
      const [q, k, v] = tf.unstack(parts) as [Tensor, Tensor, Tensor]; // [b, heads, pixels, size]
      const attended = dotProductAttention(q, k, v).transpose([0, 2, 1, 3]).reshape(x.shape);
      return x.add(proj.forward(params, attended)).mul(sumScale);
    },
  };
}
