import { TweedieError, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { noiseEmbedding } from "../embeddings/noise-embedding.ts";
import { positionEmbedding } from "../embeddings/position-embedding.ts";
import { drawsOf, initAll } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { fromPatches, toPatches } from "../layers/patches.ts";
import type { Samples } from "../samples.ts";
import { withFeatures } from "../with-features.ts";
import { chunks, ditBlock, normalizeTokens } from "./dit-block.ts";

/** Size of a diffusion transformer. */
export interface DitSize {
  /** Side of the pixel squares that are its tokens. */
  readonly patch: number;
  /** Size of a token. */
  readonly width: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly heads: number;
  /** Number of Fourier features of the noise. */
  readonly embedding: number;
  /** Dropout rate of each block's MLP output. */
  readonly dropout?: number | undefined;
}

/**
 * Diffusion transformer with adaLN-Zero over images `[h, w, c]`, conditioned on the noise and optionally on `classes`. Peebles and Xie,
 * arXiv 2212.09748, with SiLU instead of GELU, because a compiled step computes SiLU in a single op.
 *
 * Initially each block is the identity and the output is zero. `positions: false` omits the position embedding.
 *
 * @throws TweedieError if the size does not fit the data.
 */
export function dit({
  shape,
  classes,
  positions = true,
  ...size
}: DitSize & Samples & { readonly positions?: boolean }): Network {
  checkSize(shape, size);
  const { patch, width, depth, heads, embedding, dropout } = size;
  const [height, across, colours] = shape as [number, number, number];
  const [rows, columns] = [height / patch, across / patch];
  const pixel = patch * patch * colours;

  const noise = noiseEmbedding("noise", { features: embedding, width, classes });
  const input = linear("input", pixel, width);
  const blocks = Array.from({ length: depth }, (_, i) =>
    ditBlock(`blocks.${i}`, { tokens: rows * columns, width, heads, dropout }),
  );
  const modulation = linear("modulation", width, 2 * width, { gain: 0 });
  const output = linear("output", width, pixel, { gain: 0 });
  return {
    shape,
    classes,
    recomputes: true,
    init: (random) => initAll([noise, input, ...blocks, modulation, output], random),
    ...drawsOf(blocks),
    ...withFeatures([rows, columns, width], (params, x, level, label) => {
      const e = noise.forward(params, level, label); // [b, width]
      const tokens = input.forward(params, toPatches(x, patch).reshape([-1, rows * columns, pixel]));
      const first = positions ? tokens.add(positionEmbedding(rows, columns, width)) : tokens;
      const last = blocks.reduce((h, block) => block.forward(params, h, e), first); // [b, n, width]
      const [scale, shift] = chunks(modulation.forward(params, e), 2) as [Tensor, Tensor];
      const y = output.forward(params, normalizeTokens(last).mul(scale.add(1)).add(shift));
      return {
        output: fromPatches(y.reshape([-1, rows, columns, pixel]), patch),
        features: last.reshape([-1, rows, columns, width]),
      };
    }),
  };
}

function checkSize(shape: readonly number[], { patch, width, heads }: DitSize) {
  const refuse = (where: string, what: string, fix?: string) => {
    throw new TweedieError({ where, what, ...(fix !== undefined && { fix }) });
  };
  const [height, across] = shape as [number, number];
  if (shape.length !== 3) {
    const what = `a transformer needs images [height, width, channels], but the data have shape [${shape.join(", ")}]`;
    refuse("network", what, "use networks/mlp");
  }
  if (height % patch !== 0 || across % patch !== 0) {
    refuse("network.patch", `images of ${height} by ${across} pixels cannot be divided into patches of ${patch}`);
  }
  if (width % heads !== 0) refuse("network.heads", `a width of ${width} is not a multiple of ${heads} heads`);
  if (width % 4 !== 0) {
    refuse(
      "network.width",
      `a width of ${width} is not a multiple of 4, as the sines and cosines of rows and columns need`,
    );
  }
}
