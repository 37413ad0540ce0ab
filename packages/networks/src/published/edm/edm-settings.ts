import { TweedieError } from "@tweedie/core";
import type { Samples } from "../../samples.ts";
import type { NetworkSettings } from "../file-tensor.ts";
import type { DhariwalUnetSize, EdmUnetSize, SongUnetSize } from "./size.ts";

/** EDM's class and arguments of a DDPM++ or NCSN++ network: the inverse of `edmModel`. */
export const songSettings = (size: SongUnetSize & Samples): NetworkSettings => ({
  network: "SongUNet",
  options: {
    ...sharedOptions(size),
    embedding_type: size.noise,
    channel_mult_noise: size.noiseFeatures,
    encoder_type: size.encoder,
    decoder_type: size.decoder,
    resample_filter: size.filter,
  },
});

/**
 * EDM's class and arguments of an ADM network: the inverse of `edmModel`.
 *
 * @throws TweedieError if heads have other than 64 channels, which EDM's class cannot express.
 */
export function dhariwalSettings(size: DhariwalUnetSize & Samples): NetworkSettings {
  if (size.headChannels !== edmHeadChannels) {
    const what = `EDM's class has attention heads of ${edmHeadChannels} channels, and this network of ${size.headChannels}`;
    throw new TweedieError({ where: "network.headChannels", what });
  }
  return { network: "DhariwalUNet", options: sharedOptions(size) };
}

const edmHeadChannels = 64;

const sharedOptions = ({ shape, classes = 0, ...size }: EdmUnetSize & Samples) => ({
  img_resolution: shape[0]!,
  in_channels: shape[2]!,
  out_channels: shape[2]! * (size.learnsVariance ? 2 : 1),
  label_dim: classes,
  augment_dim: size.augmentations ?? 0,
  model_channels: size.channels,
  channel_mult: size.multipliers,
  channel_mult_emb: size.embedding,
  num_blocks: size.blocks,
  attn_resolutions: size.attention,
  dropout: size.dropout ?? 0,
  label_dropout: size.labelDropout ?? 0,
});
