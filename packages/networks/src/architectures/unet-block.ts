import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../layers/activations.ts";
import { attention } from "../layers/attention.ts";
import { convolution } from "../layers/convolution.ts";
import { dropout } from "../layers/dropout.ts";
import { groupNorm, normalizeGroups } from "../layers/group-norm.ts";
import { drawsOf, initAll, type Layer } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { type UnetInputs, withSkip } from "../layers/skip-connection.ts";
import { recomputable } from "../recompute.ts";

const { silu } = activations;

/** Size of a block over images of `side` by `side` pixels. */
export interface UnetBlockSize {
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly embedding: number;
  readonly groups: number;
  /** 0: no self-attention. */
  readonly heads: number;
  /** Dropout rate before `conv2`. */
  readonly dropout?: number | undefined;
}

/**
 * Residual block of ADM: `h + conv2(dropout(silu(norm(conv1(silu(norm(h)))) (1 + s) + t)))`, with a scale `s` and a shift `t` per channel
 * from the embedding `e: [b, embedding]`, followed by self-attention if `heads` > 0.
 *
 * `conv2` and the attention's output are initially zero, so the block is initially the identity, or a linear map of each pixel if the
 * number of channels changes. Dhariwal and Nichol, arXiv 2105.05233, section 3.
 */
export function unetBlock(
  name: string,
  { inputs, outputs, side, embedding, groups, heads, dropout: rate = 0 }: UnetBlockSize,
): Layer<UnetInputs> {
  const norm1 = groupNorm(`${name}.norm1`, inputs, groups);
  const conv1 = convolution(`${name}.conv1`, inputs, outputs);
  const modulation = linear(`${name}.modulation`, embedding, 2 * outputs);
  const drop = dropout(`${name}.dropout`, [side, side, outputs], rate);
  const conv2 = convolution(`${name}.conv2`, outputs, outputs, { gain: 0 });
  const skip = inputs === outputs ? [] : [linear(`${name}.skip`, inputs, outputs)];
  const selfAttention = heads > 0 ? [pixelAttention(`${name}.attention`, outputs, { groups, heads })] : [];
  return {
    init: (random) => initAll([norm1, conv1, modulation, conv2, ...skip, ...selfAttention], random),
    ...drawsOf([drop]),
    forward: recomputable(
      name,
      withSkip((params, h, e) => {
        const y = conv1.forward(params, silu(norm1.forward(params, h)));
        const [s, t] = tf.split(modulation.forward(params, e).reshape([-1, 1, 1, 2 * outputs]), 2, 3) as [
          Tensor,
          Tensor,
        ];
        const hidden = silu(normalizeGroups(y, groups, s.add(1), t));
        const change = conv2.forward(params, drop.forward(params, hidden));
        const residual = skip.reduce((x, layer) => layer.forward(params, x), h);
        return selfAttention.reduce((x, layer) => layer.forward(params, x), residual.add(change));
      }),
    ),
  };
}

/** Self-attention between the pixels of an image, `x + attention(norm(x))`: `[b, h, w, c] -> [b, h, w, c]`. */
function pixelAttention(name: string, channels: number, { groups, heads }: { groups: number; heads: number }): Layer {
  const norm = groupNorm(`${name}.norm`, channels, groups);
  const mix = attention(name, { width: channels, heads, gain: 0 });
  return {
    init: (random) => initAll([norm, mix], random),
    forward(params, x) {
      const [batch, height, width] = x.shape as [number, number, number];
      const tokens = norm.forward(params, x).reshape([batch, height * width, channels]);
      return x.add(mix.forward(params, tokens).reshape([batch, height, width, channels]));
    },
  };
}
