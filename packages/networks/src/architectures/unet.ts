import type { Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { noiseEmbedding } from "../embeddings/noise-embedding.ts";
import { activations } from "../layers/activations.ts";
import { convolution } from "../layers/convolution.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { drawsOf, initAll } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { fromPatches, toPatches } from "../layers/patches.ts";
import type { Samples } from "../samples.ts";
import { unetBlock } from "./unet-block.ts";
import { withFeatures } from "../with-features.ts";
import { checkUnetSize, type UnetSize } from "./unet-size.ts";

/**
 * U-Net over images `[h, w, c]` in the family of ADM and DDPM++ (arXiv 2105.05233; 2011.13456, appendix H), conditioned on the noise and
 * optionally on `classes`.
 *
 * Image sides are halved and doubled by moving pixel squares into channels and back, with a linear map of each pixel. The initial output
 * is zero, so that with preconditioning the first prediction is the best linear one.
 *
 * @throws TweedieError if the size does not fit the data.
 */
export function unet({ shape, classes, ...size }: UnetSize & Samples): Network {
  checkUnetSize(shape, size);
  const { patch, channels, multipliers } = size;
  const { noise, input, down, middle, up, norm, output: last } = layersOf({ shape, classes }, size);
  const layers = [
    ...[noise, input, middle, norm, last],
    ...down.flatMap(({ enter, blocks }) => (enter ? [enter, ...blocks] : blocks)),
    ...up.flatMap(({ leave, blocks }) => (leave ? [...blocks, leave] : blocks)),
  ];
  const side = (pixels: number) => pixels / patch / 2 ** (multipliers.length - 1);
  const coarsest = [side(shape[0]!), side(shape[1]!), channels * multipliers.at(-1)!];
  return {
    shape,
    classes,
    recomputes: true,
    init: (random) => initAll(layers, random),
    ...drawsOf(layers),
    ...withFeatures(coarsest, (params, x, level, label) => {
      const e = noise.forward(params, level, label); // [b, 4 channels]
      const skips: Tensor[] = [];
      let h = input.forward(params, toPatches(x, patch));
      for (const { enter, blocks } of down) {
        if (enter) h = enter.forward(params, toPatches(h, 2));
        for (const block of blocks) skips.push((h = block.forward(params, h, e)));
      }
      const features = h;
      h = middle.forward(params, h, e);
      for (const { blocks, leave } of up.toReversed()) {
        for (const block of blocks) h = block.forward(params, h, e, skips.pop()!);
        if (leave) h = fromPatches(leave.forward(params, h), 2);
      }
      const output = fromPatches(last.forward(params, activations.silu(norm.forward(params, h))), patch);
      return { output, features };
    }),
  };
}

/** The layers of a U-Net: `down` and `up` have one entry per resolution, from fine to coarse. */
function layersOf(
  { shape, classes }: Samples,
  { channels, multipliers, blocks, attention, heads, groups, patch, embedding, dropout }: UnetSize,
) {
  const [rows, , colours] = shape as [number, number, number];
  const widths = multipliers.map((factor) => factor * channels);
  const levels = widths.map((width, level) => ({ width, side: rows / patch / 2 ** level }));
  const pixel = patch * patch * colours;
  const condition = 4 * channels;
  const block = (name: string, inputs: number, { width, side }: { width: number; side: number }) =>
    unetBlock(name, {
      inputs,
      outputs: width,
      side,
      embedding: condition,
      groups,
      heads: attention.includes(side) ? heads : 0,
      dropout,
    });
  return {
    noise: noiseEmbedding("noise", { features: embedding, width: condition, classes }),
    input: convolution("input", pixel, widths[0]!),
    down: levels.map((level, i) => ({
      enter: i === 0 ? undefined : linear(`down.${i}.enter`, 4 * widths[i - 1]!, level.width),
      blocks: Array.from({ length: blocks }, (_, j) => block(`down.${i}.${j}`, level.width, level)),
    })),
    middle: block("middle", widths.at(-1)!, levels.at(-1)!),
    up: levels.map((level, i) => ({
      blocks: Array.from({ length: blocks }, (_, j) => block(`up.${i}.${j}`, 2 * level.width, level)),
      leave: i === 0 ? undefined : linear(`up.${i}.leave`, level.width, 4 * widths[i - 1]!),
    })),
    norm: groupNorm("norm", widths[0]!, groups),
    output: convolution("output", widths[0]!, pixel, { gain: 0 }),
  };
}
