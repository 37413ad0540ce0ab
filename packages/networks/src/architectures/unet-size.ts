import { TweedieError } from "@tweedie/core";

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
  const refuse = (where: string, what: string, fix?: string) => {
    throw new TweedieError({ where, what, ...(fix !== undefined && { fix }) });
  };
  const [side, columns] = shape as [number, number];
  if (shape.length !== 3 || side !== columns) {
    const what = `a U-Net needs square images [side, side, channels], but the data have shape [${shape.join(", ")}]`;
    refuse("network", what, "use networks/mlp");
  }
  const halvings = multipliers.length - 1;
  const unit = patch * 2 ** halvings;
  if (side % unit !== 0) {
    const what = `images of ${side} pixels a side cannot be halved ${halvings} times in patches of ${patch}: ${side} is not a multiple of ${unit}`;
    refuse("network.multipliers", what, "use fewer multipliers or a smaller patch");
  }
  const sides = multipliers.map((_, level) => side / patch / 2 ** level);
  const unknown = attention.find((each) => !sides.includes(each));
  if (unknown !== undefined) {
    refuse("network.attention", `no resolution has ${unknown} pixels a side`, `available: ${sides.join(", ")}`);
  }
  for (const width of multipliers.map((factor) => factor * channels)) {
    if (width % groups !== 0) refuse("network.groups", `${width} channels are not a multiple of ${groups} groups`);
    if (width % heads !== 0) refuse("network.heads", `${width} channels are not a multiple of ${heads} heads`);
  }
}
