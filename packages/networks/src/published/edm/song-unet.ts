import type { Samples } from "../../samples.ts";
import type { PublishedNetwork } from "../file-tensor.ts";
import { kernel } from "../layers.ts";
import { blocksOf, decoderStages, encoderStages } from "./blocks.ts";
import type { Decoder, Encoder } from "./body.ts";
import { edmNetwork } from "./edm-network.ts";
import { songSettings } from "./edm-settings.ts";
import { embedding } from "./embedding.ts";
import { fourierFeatures, positionalFeatures } from "./noise-features.ts";
import { levelsOf, type SongUnetSize, type UnetLevel } from "./size.ts";
import { outputHead, residualInput, skipInput } from "./song-branches.ts";
import { plain, songStyle } from "./song-style.ts";

/**
 * DDPM++ and NCSN++ over square images `[h, w, c]`, with the tensors of EDM's SongUNet. Song et al., arXiv 2011.13456, appendix H;
 * Karras et al., arXiv 2206.00364, appendix F.1.
 *
 * @throws TweedieError if the size does not fit the data.
 */
export function songUnet({ shape, classes, ...size }: SongUnetSize & Samples): PublishedNetwork {
  const levels = levelsOf(shape, size);
  const conditions = embeddingOf(size, classes);
  return edmNetwork({ shape, classes }, () => songSettings({ ...size, shape, classes }), {
    conditions,
    coarsest: levels.at(-1)!,
    ...bodyOf(shape[2]!, levels, size),
  });
}

function bodyOf(
  colours: number,
  levels: readonly UnetLevel[],
  size: SongUnetSize,
): { encoder: Encoder; decoder: Decoder } {
  const { filter, channels } = size;
  const blockOf = blocksOf(size, { style: songStyle(filter), headsOf: () => 1 });
  const stages = decoderStages(levels, size, { blockOf, attendsAt: (j) => j === size.blocks });
  const outputs = colours * (size.learnsVariance ? 2 : 1);
  return {
    encoder: {
      first: kernel(`enc.${levels[0]!.name}_conv`, colours, channels, plain),
      stages: encoderStages(levels, size, blockOf),
      imageInputs: levels.map((level, i) => {
        if (i === 0 || size.encoder === "standard") return undefined;
        const { width } = levels[i - 1]!;
        if (size.encoder === "skip") return skipInput(level, colours, width, filter);
        return residualInput(level, i === 1 ? colours : levels[i - 2]!.width, width, filter);
      }),
    },
    decoder: {
      stages,
      heads: stages.map(({ level }, i) =>
        size.decoder === "skip" || i === stages.length - 1
          ? outputHead(level, { outputs, filter, isCoarsest: size.decoder === "standard" || i === 0 })
          : undefined,
      ),
    },
  };
}

function embeddingOf(size: SongUnetSize, classes: number | undefined): ReturnType<typeof embedding> {
  const features = size.noiseFeatures * size.channels;
  const { embedding: factor, channels, augmentations = 0, labelDropout = 0 } = size;
  return embedding(
    { features, width: factor * channels, classes, augmentations, labelDropout },
    {
      noise:
        size.noise === "fourier"
          ? fourierFeatures(features, "sines-first")
          : positionalFeatures(features, { endpoint: true, order: "sines-first" }),
      initial: plain,
      augmentation: plain.weight,
      label: plain,
      addsLabelTo: "features",
      hot: Math.sqrt(classes ?? 1),
    },
  );
}
