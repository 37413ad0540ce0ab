import { ndarray, TweedieError } from "@tweedie/core";
import { iddpmSigmas, type PreconditioningSettings } from "@tweedie/diffusion";
import { z } from "zod";
import { checkSettings, learnsVariance } from "../check-settings.ts";
import { withPrefix, type FileTensors } from "../file-tensor.ts";
import type { PublishedModel, PublishedSettings } from "../published-model.ts";
import { dhariwalUnet } from "./dhariwal-unet.ts";
import { dhariwalUnetOptions, songUnetOptions } from "./options.ts";
import { edmPreconditioningOf } from "./preconditioning.ts";
import type { Samples } from "../../samples.ts";
import { songUnet } from "./song-unet.ts";

const count = z.int().positive();

const shared = {
  img_resolution: count,
  in_channels: count,
  out_channels: count,
  label_dim: z.int().min(0).optional(),
  channel_mult: z.array(count),
  channel_mult_emb: count.optional(),
  num_blocks: count.optional(),
  attn_resolutions: z.array(count).optional(),
  model_channels: count.optional(),
  augment_dim: z.int().min(0).optional(),
  dropout: z.number().optional(),
  label_dropout: z.number().optional(),
};

const song = z.strictObject({
  ...shared,
  channel_mult: shared.channel_mult.default([1, 2, 2, 2]),
  embedding_type: z.enum(["positional", "fourier"]).optional(),
  channel_mult_noise: count.optional(),
  encoder_type: z.enum(["standard", "skip", "residual"]).optional(),
  decoder_type: z.enum(["standard", "skip"]).optional(),
  resample_filter: songUnetOptions.shape.filter.unwrap().optional(),
});
const dhariwal = z.strictObject({ ...shared, channel_mult: shared.channel_mult.default([1, 2, 3, 4]) });

/**
 * The network of a file of EDM, from the class and the arguments that it was made with (`_init_kwargs`), and the class around it.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming a class or a setting that is not supported.
 */
export function edmModel(file: PublishedSettings, where: string): PublishedModel {
  const preconditioning = file.preconditioning && edmPreconditioningOf(file.preconditioning, where);
  const { plugin, options, network } = networkOf(file, where);
  const tensors = preconditioning ? edmTensors(network.tensors, preconditioning) : network.tensors;
  return { plugin, options, network, preconditioning, tensors };
}

/** The tensors of a file: those of the network in its class of preconditioning, and a table of noise levels of the class for improved DDPM. */
export function edmTensors(network: Required<FileTensors>, preconditioning: PreconditioningSettings): FileTensors {
  const tensors = withPrefix("model", network);
  if (preconditioning.kind !== "iddpm") return tensors;
  const sigmas = Float32Array.from(iddpmSigmas(preconditioning)).toReversed();
  return { ...tensors, constants: [...tensors.constants, { file: "u", value: ndarray([sigmas.length], sigmas) }] };
}

function networkOf({ network, options }: PublishedSettings, where: string) {
  if (network === "SongUNet") {
    const given = checkSettings(song, options, where);
    const renamed = {
      ...sizesOf(given, { where, attention: [16] }),
      noise: given.embedding_type,
      noiseFeatures: given.channel_mult_noise,
      encoder: given.encoder_type,
      decoder: given.decoder_type,
      filter: given.resample_filter,
    };
    const size = checkSettings(songUnetOptions, renamed, where);
    return { plugin: "networks/song-unet", options: size, network: songUnet({ ...size, ...samplesOf(given) }) };
  }
  if (network === "DhariwalUNet") {
    const given = checkSettings(dhariwal, options, where);
    const size = checkSettings(dhariwalUnetOptions, sizesOf(given, { where, attention: [32, 16, 8] }), where);
    return { plugin: "networks/dhariwal-unet", options: size, network: dhariwalUnet({ ...size, ...samplesOf(given) }) };
  }
  throw new TweedieError({
    where,
    what:
      network === undefined
        ? "the file does not name the class of its network"
        : `the network ${network} is not supported`,
    fix: "supported classes of EDM: SongUNet, DhariwalUNet",
  });
}

type Given = z.output<typeof dhariwal>;

const samplesOf = ({ img_resolution: side, in_channels, label_dim = 0 }: Given): Samples => ({
  shape: [side, side, in_channels],
  classes: label_dim > 0 ? label_dim : undefined,
});

/** The sizes that both networks have. Resolutions with attention that the network does not have are left out, as EDM does. */
function sizesOf(
  given: Given,
  { where, attention }: { readonly where: string; readonly attention: readonly number[] },
) {
  const { img_resolution: side, in_channels: inputs, out_channels: outputs } = given;
  const sides = given.channel_mult.map((_, level) => side / 2 ** level);
  return {
    channels: given.model_channels,
    multipliers: given.channel_mult,
    embedding: given.channel_mult_emb,
    blocks: given.num_blocks,
    attention: (given.attn_resolutions ?? attention).filter((each) => sides.includes(each)),
    dropout: given.dropout ?? 0.1,
    labelDropout: given.label_dropout,
    augmentations: given.augment_dim,
    ...(learnsVariance(inputs, outputs, where) && { learnsVariance: true }),
  };
}
