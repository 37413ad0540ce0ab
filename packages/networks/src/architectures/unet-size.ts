import { TweedieError } from "@tweedie/core";
import { checkAttention, imageSides } from "../image-sides.ts";

/** Size of a U-Net. */
export interface UnetSize {
  /** Channels at the finest resolution. */
  readonly channels: number;
  /** Factors of `channels`, one per resolution. From each to the next the image sides are halved. */
  readonly multipliers: readonly number[];
  /** Residual blocks per resolution, on the way down and again on the way up. */
  readonly blocks: number;
  /** Image sides, in pixels of the resolution, at which blocks have self-attention. */
  readonly attention: readonly number[];
  readonly heads: number;
  /** Groups of each GroupNorm. */
  readonly groups: number;
  /** Side of the pixel squares that are the pixels of the finest resolution. */
  readonly patch: number;
  /** Number of Fourier features of the noise. */
  readonly embedding: number;
  /** Dropout rate in each residual block. */
  readonly dropout?: number | undefined;
}

/**
 * Checks that a U-Net of this size fits the data.
 *
 * @throws TweedieError naming the option of the network.
 */
export function checkUnetSize(
  shape: readonly number[],
  { channels, multipliers, heads, groups, patch, attention }: UnetSize,
): void {
  checkAttention(attention, imageSides(shape, { count: multipliers.length, where: "network.multipliers", patch }));
  const refuse = (where: string, what: string) => {
    throw new TweedieError({ where, what });
  };
  for (const width of multipliers.map((factor) => factor * channels)) {
    if (width % groups !== 0) refuse("network.groups", `${width} channels are not a multiple of ${groups} groups`);
    if (width % heads !== 0) refuse("network.heads", `${width} channels are not a multiple of ${heads} heads`);
  }
}
