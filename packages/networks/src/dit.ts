import { TweedieError, tf, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { activations } from "./activations.ts";
import { attention } from "./attention.ts";
import { dropout } from "./dropout.ts";
import { drawsOf, initAll, linear, type Layer } from "./linear.ts";
import { noiseEmbedding } from "./noise-embedding.ts";
import { fromPatches, toPatches } from "./patches.ts";
import { positionEmbedding } from "./position-embedding.ts";

/** Extents of a diffusion transformer. */
export interface DitSize {
  /** Side of the squares of pixels that are its tokens. */
  readonly patch: number;
  /** Size of a token. */
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  /** Fourier features of the noise. */
  readonly embedding: number;
  /** Rate of the dropout on what each block's two layers add. */
  readonly dropout?: number | undefined;
}

/**
 * Diffusion transformer with adaLN-Zero over images `[h, w, c]`, conditioned on the noise, and on `classes` where there are any.
 * Peebles and Xie, arXiv 2212.09748; with SiLU for GELU, which the compiled step has as one op.
 *
 * Each block begins as the identity and the output as zero. `placed: false` leaves out where a patch lies.
 */
export function dit({
  shape,
  classes,
  placed = true,
  ...size
}: DitSize & {
  readonly shape: readonly number[];
  readonly classes?: number | undefined;
  readonly placed?: boolean;
}): Network {
  checkSize(shape, size);
  const { patch, width, depth, heads, embedding, dropout: rate } = size;
  const [height, across, colours] = shape as [number, number, number];
  const [rows, columns] = [height / patch, across / patch];
  const pixel = patch * patch * colours;

  const noise = noiseEmbedding("noise", { features: embedding, width, classes });
  const input = linear("input", pixel, width);
  const blocks = Array.from({ length: depth }, (_, i) =>
    ditBlock(`blocks.${i}`, { tokens: rows * columns, width, heads, dropout: rate }),
  );
  const modulation = linear("modulation", width, 2 * width, { gain: 0 });
  const output = linear("output", width, pixel, { gain: 0 });
  return {
    shape,
    classes,
    init: (random) => initAll([noise, input, ...blocks, modulation, output], random),
    ...drawsOf(blocks),
    forward(params, x, level, label) {
      const e = noise.forward(params, level, label); // [b, width]
      const tokens = input.forward(params, toPatches(x, patch).reshape([-1, rows * columns, pixel]));
      const first = placed ? tokens.add(positionEmbedding(rows, columns, width)) : tokens;
      const last = blocks.reduce((h, block) => block.forward(params, h, e), first); // [b, n, width]
      const [scale, shift] = chunks(modulation.forward(params, e), 2) as [Tensor, Tensor];
      const y = output.forward(params, normalize(last).mul(scale.add(1)).add(shift));
      return fromPatches(y.reshape([-1, rows, columns, pixel]), patch);
    },
  };
}

/**
 * `h + g attention(norm(h) (1 + s) + t)`, then the same of a layer of four times the width: factors and shifts from `e: [b, width]`.
 * Dropout is on what that layer adds, as in the transformer (arXiv 1706.03762, section 5.4): between its two products are four
 * times the numbers to be drawn.
 */
function ditBlock(
  name: string,
  { tokens, width, heads, dropout: rate = 0 }: Pick<DitSize, "width" | "heads" | "dropout"> & { tokens: number },
): Layer<[h: Tensor, e: Tensor]> {
  const modulation = linear(`${name}.modulation`, width, 6 * width, { gain: 0 });
  const mix = attention(`${name}.attention`, { width, heads });
  const inner = linear(`${name}.inner`, width, 4 * width);
  const outer = linear(`${name}.outer`, 4 * width, width);
  const drop = dropout(`${name}.dropout`, [tokens, width], rate);
  return {
    init: (random) => initAll([modulation, mix, inner, outer], random),
    ...drawsOf([drop]),
    forward(params, h, e) {
      const [s1, t1, g1, s2, t2, g2] = chunks(modulation.forward(params, e), 6) as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]; // prettier-ignore
      const mixed = h.add(mix.forward(params, normalize(h).mul(s1.add(1)).add(t1)).mul(g1));
      const hidden = inner.forward(params, normalize(mixed).mul(s2.add(1)).add(t2));
      const change = outer.forward(params, activations.silu(hidden));
      return mixed.add(drop.forward(params, change).mul(g2));
    },
  };
}

/** Zero mean and unit variance of each token. */
function normalize(h: Tensor): Tensor {
  const centred = h.sub(h.mean(-1, true));
  return centred.mul(centred.square().mean(-1, true).add(1e-6).rsqrt());
}

/** `[b, count width]` as `count` of `[b, 1, width]`. */
const chunks = (x: Tensor, count: number): Tensor[] => tf.split(x.expandDims(1), count, 2);

function checkSize(shape: readonly number[], { patch, width, heads }: DitSize) {
  const refuse = (where: string, what: string, fix?: string) => {
    throw new TweedieError({ where, what, ...(fix !== undefined && { fix }) });
  };
  const [height, across] = shape as [number, number];
  if (shape.length !== 3) {
    const what = `a transformer needs images [height, width, channels], and the data are [${shape.join(", ")}]`;
    refuse("network", what, "take networks/mlp");
  }
  if (height % patch !== 0 || across % patch !== 0) {
    refuse("network.patch", `images of ${height} by ${across} pixels cannot be cut into patches of ${patch}`);
  }
  if (width % heads !== 0) refuse("network.heads", `a width of ${width} is no multiple of ${heads} heads`);
  if (width % 4 !== 0) {
    refuse(
      "network.width",
      `a width of ${width} is no multiple of 4, which its sines and cosines of rows and columns take`,
    );
  }
}
