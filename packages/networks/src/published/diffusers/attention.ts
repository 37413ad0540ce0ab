import { TweedieError } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { initAll } from "../../layer.ts";
import { dotProductAttention } from "../../layers/dot-product-attention.ts";
import { recomputable } from "../../recompute.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { matrix, norm } from "../layers.ts";
import { torchDefault } from "./resnet.ts";

/** Size of a self-attention between pixels. */
export interface AttentionSize {
  readonly channels: number;
  /** Channels of each head. */
  readonly headChannels: number;
  /** Groups of the GroupNorm before it; undefined: no norm. */
  readonly groups: number | undefined;
  readonly epsilon: number;
  /** Divisor of the sum with the input. */
  readonly scale: number;
}

/**
 * Self-attention between the pixels of an image, `(x + to_out(attention(group_norm(x)))) / scale`: `[b, h, w, c] -> [b, h, w, c]`, with
 * tensors `group_norm, to_q, to_k, to_v, to_out.0`.
 */
export function pixelAttention(
  name: string,
  { channels, headChannels, groups, epsilon, scale }: AttentionSize,
): PublishedLayer {
  if (channels % headChannels !== 0) {
    const what = `${channels} channels are not a multiple of ${headChannels} channels of each attention head`;
    throw new TweedieError({ where: "network.headChannels", what });
  }
  const heads = channels / headChannels;
  const before = groups === undefined ? [] : [norm(`${name}.group_norm`, channels, groups, epsilon)];
  const [q, k, v, out] = ["to_q", "to_k", "to_v", "to_out.0"].map((part) =>
    matrix(`${name}.${part}`, channels, channels, torchDefault),
  ) as [PublishedLayer, PublishedLayer, PublishedLayer, PublishedLayer];
  const layers = [...before, q, k, v, out];
  const forward = recomputable(name, (params, x: Tensor) => {
    const [batch, height, width] = x.shape as [number, number, number];
    const pixels = height * width;
    const normed = before.reduce((h, layer) => layer.forward(params, h), x).reshape([batch * pixels, channels]);
    const [query, key, value] = [q, k, v].map((layer) =>
      layer.forward(params, normed).reshape([batch, pixels, heads, headChannels]).transpose([0, 2, 1, 3]),
    ) as [Tensor, Tensor, Tensor];
    const mixed = dotProductAttention(query, key, value)
      .transpose([0, 2, 1, 3])
      .reshape([batch * pixels, channels]);
    const sum = x.add(out.forward(params, mixed).reshape(x.shape));
    return scale === 1 ? sum : sum.div(scale);
  });
  return {
    init: (random) => initAll(layers, random),
    tensors: allTensors(layers),
    forward: (params, x) => forward(params, x),
  };
}
