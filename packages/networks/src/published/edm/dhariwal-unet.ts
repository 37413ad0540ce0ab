import { TweedieError } from "@tweedie/core";
import { initAll } from "../../layer.ts";
import { activations } from "../../layers/activations.ts";
import type { Samples } from "../../samples.ts";
import { allTensors, type PublishedNetwork } from "../file-tensor.ts";
import { fanIn, normalOf, zero } from "../initial.ts";
import { kernel, norm } from "../layers.ts";
import type { BlockStyle } from "./block-style.ts";
import { blocksOf, decoderStages, encoderStages } from "./blocks.ts";
import type { Decoder, Encoder, OutputHead } from "./body.ts";
import { groupsOf } from "./conventions.ts";
import { edmNetwork } from "./edm-network.ts";
import { dhariwalSettings } from "./edm-settings.ts";
import { embedding } from "./embedding.ts";
import { positionalFeatures } from "./noise-features.ts";
import { levelsOf, type DhariwalUnetSize, type UnetLevel } from "./size.ts";

const plain = { weight: fanIn, bias: fanIn };
const last = { weight: zero };
const epsilon = 1e-5;

/** Blocks of ADM: scale and shift of each channel from the embedding, and a plain sum. */
const style: BlockStyle = {
  epsilon,
  conditioning: "scale-shift",
  projectsResampled: false,
  sumScale: 1,
  filter: [1, 1],
  initial: { plain, last, attention: plain },
};

/**
 * ADM over square images `[h, w, c]`, with the tensors of EDM's DhariwalUNet. Dhariwal and Nichol, arXiv 2105.05233, section 3.
 *
 * As there, a resolution with fewer channels than one attention head has no attention.
 *
 * @throws TweedieError if the size does not fit the data.
 */
export function dhariwalUnet({ shape, classes, ...size }: DhariwalUnetSize & Samples): PublishedNetwork {
  const levels = levelsOf(shape, size);
  const conditions = embeddingOf(size, classes);
  return edmNetwork({ shape, classes }, () => dhariwalSettings({ ...size, shape, classes }), {
    conditions,
    coarsest: levels.at(-1)!,
    ...bodyOf(shape[2]!, levels, size),
  });
}

function embeddingOf(size: DhariwalUnetSize, classes: number | undefined): ReturnType<typeof embedding> {
  const { embedding: factor, channels, augmentations = 0, labelDropout = 0 } = size;
  return embedding(
    { features: channels, width: factor * channels, classes, augmentations, labelDropout },
    {
      noise: positionalFeatures(channels, { endpoint: false, order: "cosines-first" }),
      initial: plain,
      augmentation: zero,
      label: { weight: normalOf(1), bias: false },
      addsLabelTo: "output",
      hot: 1,
    },
  );
}

function bodyOf(
  colours: number,
  levels: readonly UnetLevel[],
  size: DhariwalUnetSize,
): { readonly encoder: Encoder; readonly decoder: Decoder } {
  const headsOf = (channels: number) => {
    if (channels > size.headChannels && channels % size.headChannels !== 0) {
      const what = `${channels} channels are not a multiple of ${size.headChannels} channels of each attention head`;
      throw new TweedieError({ where: "network.headChannels", what });
    }
    return Math.floor(channels / size.headChannels);
  };
  const blockOf = blocksOf(size, { style, headsOf });
  const stages = decoderStages(levels, size, { blockOf, attendsAt: () => true });
  const outputs = colours * (size.learnsVariance ? 2 : 1);
  return {
    encoder: {
      first: kernel(`enc.${levels[0]!.name}_conv`, colours, size.channels, plain),
      stages: encoderStages(levels, size, blockOf),
      imageInputs: [],
    },
    decoder: {
      stages,
      heads: stages.map((_, i) => (i === stages.length - 1 ? outputHead(levels[0]!.width, outputs) : undefined)),
    },
  };
}

/** The output of the finest resolution: tensors `out_norm`, `out_conv`. */
function outputHead(width: number, outputs: number): OutputHead {
  const normalize = norm("out_norm", width, groupsOf(width), epsilon);
  const convolve = kernel("out_conv", width, outputs, last);
  return {
    init: (random) => initAll([normalize, convolve], random),
    tensors: allTensors([normalize, convolve]),
    forward: (params, h) => convolve.forward(params, activations.silu(normalize.forward(params, h))),
  };
}
