/** Kind of a level's blocks: residual ones alone, or each followed by self-attention. */
export type LevelKind = "plain" | "attention";

/** Size and variant of a network of diffusers' class UNet2DModel. */
export interface DiffusersUnetSize {
  /** Channels of each resolution, from fine to coarse. From each to the next the image sides are halved. */
  readonly widths: readonly number[];
  /** Residual blocks per resolution of the encoder; the decoder has one more. */
  readonly blocks: number;
  /** Kinds of the encoder's resolutions, from fine to coarse. */
  readonly encoder: readonly LevelKind[];
  /** Kinds of the decoder's resolutions, from coarse to fine. */
  readonly decoder: readonly LevelKind[];
  /** True if the middle of the network has self-attention. */
  readonly middleAttention: boolean;
  /** Divisor of the sums of the middle blocks. */
  readonly middleScale: number;
  /** Channels of each attention head; undefined: one head. */
  readonly headChannels?: number | undefined;
  /** Groups of each GroupNorm. */
  readonly groups: number;
  /** Groups of the GroupNorm before the attention in the middle; undefined: `groups`, or none with `conditioning: scale-shift`. */
  readonly middleGroups?: number | undefined;
  readonly epsilon: number;
  /** Size of the embedding of the noise; undefined: four times the first width. */
  readonly embedding?: number | undefined;
  /** Subtracted from the number of frequencies in the exponents of the features of the noise. */
  readonly frequencyShift: number;
  /** True if the cosines precede the sines. */
  readonly cosinesFirst: boolean;
  /** Zeros around images before strided convolutions; 0: one row and column at the end only. */
  readonly padding: 0 | 1;
  /** Use of the embedding in each channel: added before the second norm, or as scale and shift after it. */
  readonly conditioning: "shift" | "scale-shift";
  /** True if inputs are taken as in [0, 1] and mapped to [-1, 1]. */
  readonly centresInput?: boolean | undefined;
  readonly dropout?: number | undefined;
  readonly learnsVariance?: boolean | undefined;
}
