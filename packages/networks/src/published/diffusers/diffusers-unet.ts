import { TweedieError } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../../layers/activations.ts";
import type { UnetInputs } from "../../layers/skip-connection.ts";
import { imageSides } from "../../image-sides.ts";
import { drawsOf, initAll } from "../../layer.ts";
import type { Samples } from "../../samples.ts";
import { allTensors, type PublishedLayer, type PublishedNetwork } from "../file-tensor.ts";
import { withFeatures } from "../../with-features.ts";
import { firstChannels } from "../first-channels.ts";
import { kernel, norm } from "../layers.ts";
import { pixelAttention } from "./attention.ts";
import { diffusersSettings } from "./diffusers-settings.ts";
import { timeEmbedding } from "./embedding.ts";
import { resample } from "../resampling.ts";
import { resnet, torchDefault } from "./resnet.ts";
import type { DiffusersUnetSize, LevelKind } from "./size.ts";

/** A layer that may use the embedding. */
type Block = PublishedLayer<UnetInputs>;

/**
 * U-Net of diffusers' class UNet2DModel over square images `[h, w, c]`, with its tensors. Ho et al., arXiv 2006.11239, appendix B.
 *
 * @throws TweedieError if the size does not fit the data.
 */
export function diffusersUnet({ shape, classes, ...size }: DiffusersUnetSize & Samples): PublishedNetwork {
  const { widths, groups, epsilon } = size;
  const sides = imageSides(shape, { count: widths.length, where: "network.widths" });
  checkSize(size);
  const colours = shape[2]!;
  const conditions = timeEmbedding({ ...size, features: widths[0]!, width: embeddingOf(size), classes });
  const first = kernel("conv_in", colours, widths[0]!, torchDefault);
  const steps = encoderOf(sides, size);
  const middle = middleOf(sides, size);
  const decoder = decoderOf(sides, size);
  const last = norm("conv_norm_out", widths[0]!, groups, epsilon);
  const output = kernel("conv_out", widths[0]!, colours * (size.learnsVariance ? 2 : 1), torchDefault);
  const body = [...steps.flat(), ...middle, ...decoder.flatMap(({ steps, up }) => [...steps.flat(), ...up])];
  const layers = [conditions, first, ...body, last, output];
  return {
    shape,
    classes,
    recomputes: true,
    init: (random) => initAll(layers, random),
    ...drawsOf(layers),
    settings: () => diffusersSettings({ ...size, shape, classes }),
    tensors: allTensors(layers),
    ...withFeatures([sides.at(-1)!, sides.at(-1)!, widths.at(-1)!], (params, x, noise, label) => {
      const e = conditions.forward(params, noise, label);
      const through = ([first, ...rest]: readonly Block[], h: Tensor, ...skip: Tensor[]) =>
        first ? rest.reduce((h, layer) => layer.forward(params, h, e), first.forward(params, h, e, ...skip)) : h;
      const skips = [first.forward(params, size.centresInput ? x.mul(2).sub(1) : x)];
      for (const blocks of steps) skips.push(through(blocks, skips.at(-1)!));
      const features = skips.at(-1)!;
      let h = through(middle, features);
      for (const { steps, up } of decoder) {
        for (const blocks of steps) h = through(blocks, h, skips.pop()!);
        h = through(up, h);
      }
      const all = output.forward(params, activations.silu(last.forward(params, h)));
      return { output: firstChannels(all, colours), features };
    }),
  };
}

const embeddingOf = ({ embedding, widths }: DiffusersUnetSize): number => embedding ?? 4 * widths[0]!;

/** The steps of the encoder, whose outputs the decoder reads: blocks of each resolution, then a strided convolution. */
function encoderOf(sides: readonly number[], size: DiffusersUnetSize): Block[][] {
  return size.widths.flatMap((width, i) => {
    const path = `down_blocks.${i}`;
    const blocks = Array.from({ length: size.blocks }, (_, j) => {
      const inputs = j === 0 ? (size.widths[i - 1] ?? size.widths[0]!) : width;
      return stepOf(path, j, { inputs, outputs: width, side: sides[i]!, kind: size.encoder[i]! }, size);
    });
    const isLast = i === size.widths.length - 1;
    return isLast ? blocks : [...blocks, [downsampler(`${path}.downsamplers.0.conv`, width, size.padding)]];
  });
}

/** The blocks between encoder and decoder. */
function middleOf(sides: readonly number[], size: DiffusersUnetSize): Block[] {
  const width = size.widths.at(-1)!;
  const { epsilon, headChannels = width, middleScale: scale } = size;
  const shape = { inputs: width, outputs: width, side: sides.at(-1)!, embedding: embeddingOf(size), scale };
  const [first, second] = [0, 1].map((j) => resnet(`mid_block.resnets.${j}`, shape, size)) as [Block, Block];
  if (!size.middleAttention) return [first, second];
  const groups = size.middleGroups ?? (size.conditioning === "shift" ? size.groups : undefined);
  const attention = { channels: width, headChannels, groups, epsilon, scale };
  return [first, pixelAttention("mid_block.attentions.0", attention), second];
}

/** The steps of each resolution of the decoder, from coarse to fine, each of which reads an output of the encoder; then a doubling. */
function decoderOf(sides: readonly number[], size: DiffusersUnetSize) {
  const skips = skipWidths(size);
  return size.widths.toReversed().map((width, i) => {
    const path = `up_blocks.${i}`;
    const level = size.widths.length - 1 - i;
    const steps = Array.from({ length: size.blocks + 1 }, (_, j) => {
      const before = j === 0 ? (size.widths[level + 1] ?? width) : width;
      const step = { inputs: before + skips.pop()!, outputs: width, side: sides[level]!, kind: size.decoder[i]! };
      return stepOf(path, j, step, size);
    });
    return { steps, up: level === 0 ? [] : [upsampler(`${path}.upsamplers.0.conv`, width)] };
  });
}

/** Widths of the activations that the decoder reads, in the order in which they are computed. */
const skipWidths = ({ widths, blocks }: DiffusersUnetSize): number[] => [
  widths[0]!,
  ...widths.flatMap((width, i) => new Array<number>(i === widths.length - 1 ? blocks : blocks + 1).fill(width)),
];

interface Step {
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly kind: LevelKind;
}

/** A residual block, and self-attention if the resolution has it. */
function stepOf(path: string, j: number, { kind, ...step }: Step, size: DiffusersUnetSize): Block[] {
  const { groups, epsilon, headChannels = step.outputs } = size;
  const block = resnet(`${path}.resnets.${j}`, { ...step, embedding: embeddingOf(size), scale: 1 }, size);
  if (kind === "plain") return [block];
  const attention = { channels: step.outputs, headChannels, groups, epsilon, scale: 1 };
  return [block, pixelAttention(`${path}.attentions.${j}`, attention)];
}

/** A convolution that halves the image sides. */
const downsampler = (name: string, width: number, padding: 0 | 1): Block =>
  kernel(name, width, width, torchDefault, { stride: 2, padding: [padding, 1] });

/** Repeated pixels, then a convolution: it doubles the image sides. */
function upsampler(name: string, width: number): Block {
  const convolve = kernel(name, width, width, torchDefault);
  return { ...convolve, forward: (params, h) => convolve.forward(params, resample(h, "up", [1, 1])) };
}

function checkSize({ widths, encoder, decoder, groups, frequencyShift }: DiffusersUnetSize): void {
  const refuse = (where: string, what: string) => {
    throw new TweedieError({ where: `network.${where}`, what });
  };
  for (const [name, kinds] of [["encoder", encoder] as const, ["decoder", decoder] as const]) {
    if (kinds.length !== widths.length) refuse(name, `${kinds.length} kinds for ${widths.length} resolutions`);
  }
  for (const width of widths) {
    if (width % groups !== 0) refuse("groups", `${width} channels are not a multiple of ${groups} groups`);
  }
  if (widths[0]! % 2 !== 0) refuse("widths", `the first width, ${widths[0]!}, is not even`);
  if (widths[0]! / 2 <= frequencyShift) refuse("frequencyShift", `${frequencyShift} is not below half the first width`);
}
