import { checkAttention, imageSides } from "../../image-sides.ts";

/** Sizes that DDPM++, NCSN++ and ADM have in common. */
export interface EdmUnetSize {
  /** Channels at the finest resolution. */
  readonly channels: number;
  /** Factors of `channels`, one per resolution. From each to the next the image sides are halved. */
  readonly multipliers: readonly number[];
  /** Residual blocks per resolution of the encoder; the decoder has one more. */
  readonly blocks: number;
  /** Image sides, in pixels of the resolution, at which blocks have self-attention. */
  readonly attention: readonly number[];
  /** Factor of `channels` in the size of the embedding. */
  readonly embedding: number;
  readonly dropout?: number | undefined;
  readonly labelDropout?: number | undefined;
  /** Numbers that describe the augmentation of a sample. */
  readonly augmentations?: number | undefined;
  /** True if the network also outputs a variance of each element, which is not used. */
  readonly learnsVariance?: boolean | undefined;
}

/** Size and variant of a DDPM++ or NCSN++ network. */
export interface SongUnetSize extends EdmUnetSize {
  /** Features of the noise level: `positional` in DDPM++, `fourier` in NCSN++. */
  readonly noise: "positional" | "fourier";
  /** Factor of `channels` in the number of these features. */
  readonly noiseFeatures: number;
  /** Input of the image at the encoder's coarser resolutions: none, resampled, or by a chain of strided convolutions. */
  readonly encoder: "standard" | "skip" | "residual";
  /** Source of the output: the finest resolution, or the sum of all. */
  readonly decoder: "standard" | "skip";
  /** Weights of the resampling filter: `[1, 1]` in DDPM++, `[1, 3, 3, 1]` in NCSN++. */
  readonly filter: readonly number[];
}

/** Size of an ADM network. */
export interface DhariwalUnetSize extends EdmUnetSize {
  /** Channels of each attention head. */
  readonly headChannels: number;
}

/** Width and image side of one resolution. */
export interface UnetLevel {
  readonly width: number;
  readonly side: number;
  /** `SIDExSIDE`, with which the names of its tensors begin. */
  readonly name: string;
}

/**
 * The resolutions of a U-Net, from fine to coarse.
 *
 * @throws TweedieError naming the option of the network, if the images cannot be halved so often or an attention fits no resolution.
 */
export function levelsOf(
  shape: readonly number[],
  { channels, multipliers, attention }: Pick<EdmUnetSize, "channels" | "multipliers" | "attention">,
): readonly UnetLevel[] {
  const sides = imageSides(shape, { count: multipliers.length, where: "network.multipliers" });
  checkAttention(attention, sides);
  return multipliers.map((factor, level) => {
    const side = sides[level]!;
    return { width: factor * channels, side, name: `${side}x${side}` };
  });
}
