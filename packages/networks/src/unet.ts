import { tf, TweedieError, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { activations } from "./activations.ts";
import { convolution } from "./convolution.ts";
import { groupNorm } from "./group-norm.ts";
import { drawsOf, initAll, linear } from "./linear.ts";
import { noiseEmbedding } from "./noise-embedding.ts";
import { fromPatches, toPatches } from "./patches.ts";
import { unetBlock } from "./unet-block.ts";

/** Extents of a U-Net. */
export interface UnetSize {
  /** Channels at the finest level. */
  readonly channels: number;
  /** Factors of `channels`, a level each: from one to the next the sides are halved. */
  readonly multipliers: readonly number[];
  /** Residual blocks on each level, on the way down and on the way up. */
  readonly blocks: number;
  /** Sides, in pixels of the level, at which blocks attend. */
  readonly attention: readonly number[];
  readonly heads: number;
  /** Groups of each GroupNorm. */
  readonly groups: number;
  /** Side of the squares of pixels that are the finest level's. */
  readonly patch: number;
  /** Fourier features of the noise. */
  readonly embedding: number;
  /** Rate of the dropout in each residual block. */
  readonly dropout?: number | undefined;
}

/**
 * U-Net over images `[h, w, c]` in the family of ADM and DDPM++ (arXiv 2105.05233; 2011.13456, appendix H), conditioned on the noise, and on
 * `classes` where there are any.
 *
 * Sides are halved and doubled by moving squares of pixels into channels and back, with a linear map of each pixel. It begins as
 * zero, so that under a preconditioning the first prediction is the best linear one.
 */
export function unet({
  shape,
  classes,
  ...size
}: UnetSize & { readonly shape: readonly number[]; readonly classes?: number | undefined }): Network {
  checkSize(shape, size);
  const { channels, multipliers, blocks, attention, heads, groups, patch, embedding, dropout } = size;
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

  const noise = noiseEmbedding("noise", { features: embedding, width: condition, classes });
  const input = convolution("input", pixel, widths[0]!);
  const down = levels.map((level, i) => ({
    enter: i === 0 ? undefined : linear(`down.${i}.enter`, 4 * widths[i - 1]!, level.width),
    blocks: Array.from({ length: blocks }, (_, j) => block(`down.${i}.${j}`, level.width, level)),
  }));
  const middle = block("middle", widths.at(-1)!, levels.at(-1)!);
  const up = levels.map((level, i) => ({
    blocks: Array.from({ length: blocks }, (_, j) => block(`up.${i}.${j}`, 2 * level.width, level)),
    leave: i === 0 ? undefined : linear(`up.${i}.leave`, level.width, 4 * widths[i - 1]!),
  }));
  const norm = groupNorm("norm", widths[0]!, groups);
  const output = convolution("output", widths[0]!, pixel, { gain: 0 });
  const layers = [
    ...[noise, input, middle, norm, output],
    ...down.flatMap(({ enter, blocks }) => (enter ? [enter, ...blocks] : blocks)),
    ...up.flatMap(({ leave, blocks }) => (leave ? [...blocks, leave] : blocks)),
  ];

  return {
    shape,
    classes,
    init: (random) => initAll(layers, random),
    ...drawsOf(layers),
    forward(params, x, level, label) {
      const e = noise.forward(params, level, label); // [b, condition]
      const skips: Tensor[] = [];
      let h = input.forward(params, toPatches(x, patch));
      for (const { enter, blocks } of down) {
        if (enter) h = enter.forward(params, toPatches(h, 2));
        for (const block of blocks) skips.push((h = block.forward(params, h, e)));
      }
      h = middle.forward(params, h, e);
      for (const { blocks, leave } of up.toReversed()) {
        for (const block of blocks) h = block.forward(params, tf.concat([h, skips.pop()!], 3), e);
        if (leave) h = fromPatches(leave.forward(params, h), 2);
      }
      return fromPatches(output.forward(params, activations.silu(norm.forward(params, h))), patch);
    },
  };
}

function checkSize(shape: readonly number[], { channels, multipliers, heads, groups, patch, attention }: UnetSize) {
  const refuse = (where: string, what: string, fix?: string) => {
    throw new TweedieError({ where, what, ...(fix !== undefined && { fix }) });
  };
  const [side, columns] = shape as [number, number];
  if (shape.length !== 3 || side !== columns) {
    const what = `a U-Net needs square images [side, side, channels], and the data are [${shape.join(", ")}]`;
    refuse("network", what, "take networks/mlp");
  }
  const halvings = multipliers.length - 1;
  const unit = patch * 2 ** halvings;
  if (side % unit !== 0) {
    const what = `images of ${side} pixels a side cannot be halved ${halvings} times in patches of ${patch}: ${side} is no multiple of ${unit}`;
    refuse("network.multipliers", what, "fewer multipliers, or a smaller patch");
  }
  const sides = multipliers.map((_, level) => side / patch / 2 ** level);
  const strange = attention.find((each) => !sides.includes(each));
  if (strange !== undefined) {
    refuse("network.attention", `no level has ${strange} pixels a side`, `they have ${sides.join(", ")}`);
  }
  for (const width of multipliers.map((factor) => factor * channels)) {
    if (width % groups !== 0) refuse("network.groups", `${width} channels are no multiple of ${groups} groups`);
    if (width % heads !== 0) refuse("network.heads", `${width} channels are no multiple of ${heads} heads`);
  }
}
