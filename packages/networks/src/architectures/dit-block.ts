import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../layers/activations.ts";
import { attention } from "../layers/attention.ts";
import { dropout } from "../layers/dropout.ts";
import { drawsOf, initAll, type Layer } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { recomputable } from "../recompute.ts";

/** Size of a block over `tokens` tokens. */
export interface DitBlockSize {
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
  /** Dropout rate of the MLP's output. */
  readonly dropout?: number | undefined;
}

/**
 * Transformer block with adaLN-Zero: `h + g attention(norm(h) (1 + s) + t)`, then the same with an MLP of hidden width `4 width` in place
 * of the attention. Scales `s`, shifts `t` and gates `g` come from `e: [b, width]`; the gates are initially zero.
 *
 * Dropout is applied to the MLP's output, as in the transformer (arXiv 1706.03762, section 5.4): its hidden layer would need masks of
 * four times the size.
 */
export function ditBlock(
  name: string,
  { tokens, width, heads, dropout: rate = 0 }: DitBlockSize,
): Layer<[h: Tensor, e: Tensor]> {
  const modulation = linear(`${name}.modulation`, width, 6 * width, { gain: 0 });
  const mix = attention(`${name}.attention`, { width, heads });
  const inner = linear(`${name}.inner`, width, 4 * width);
  const outer = linear(`${name}.outer`, 4 * width, width);
  const drop = dropout(`${name}.dropout`, [tokens, width], rate);
  return {
    init: (random) => initAll([modulation, mix, inner, outer], random),
    ...drawsOf([drop]),
    forward: recomputable(name, (params, h: Tensor, e: Tensor) => {
      const [s1, t1, g1, s2, t2, g2] = chunks(modulation.forward(params, e), 6) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]; // prettier-ignore
      const mixed = h.add(mix.forward(params, normalizeTokens(h).mul(s1.add(1)).add(t1)).mul(g1));
      const hidden = inner.forward(params, normalizeTokens(mixed).mul(s2.add(1)).add(t2));
      const change = outer.forward(params, activations.silu(hidden));
      return mixed.add(drop.forward(params, change).mul(g2));
    }),
  };
}

/** Normalises each token to zero mean and unit variance. */
export function normalizeTokens(h: Tensor): Tensor {
  const centred = h.sub(h.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(1e-6).rsqrt());
}

/** Splits `[b, count width]` into `count` tensors `[b, 1, width]`. */
export const chunks = (x: Tensor, count: number): Tensor[] => tf.split(x.expandDims(1), count, 2);
