import { TweedieError } from "@tweedie/core";

/** Resolutions of a U-Net over images, and the options that set them, for messages. */
export interface ResolutionOptions {
  /** Number of resolutions. */
  readonly count: number;
  /** The option that sets it. */
  readonly where: string;
  /** Side of the pixel squares that are the pixels of the finest resolution. */
  readonly patch?: number;
}

/**
 * Sides of square images at each resolution, each half of the one before.
 *
 * @throws TweedieError if the images are not square or cannot be halved so often.
 */
export function imageSides(shape: readonly number[], { count, where, patch }: ResolutionOptions): number[] {
  const [side, columns] = shape as [number, number];
  if (shape.length !== 3 || side !== columns) {
    const what = `a U-Net needs square images [side, side, channels], but the data have shape [${shape.join(", ")}]`;
    throw new TweedieError({ where: "network", what, fix: "use networks/mlp" });
  }
  const halvings = count - 1;
  const unit = (patch ?? 1) * 2 ** halvings;
  if (side % unit !== 0) {
    const patches = patch === undefined ? "" : ` in patches of ${patch}`;
    const what = `images of ${side} pixels a side cannot be halved ${halvings} times${patches}: ${side} is not a multiple of ${unit}`;
    const fix = patch === undefined ? "use fewer resolutions" : "use fewer multipliers or a smaller patch";
    throw new TweedieError({ where, what, fix });
  }
  return Array.from({ length: count }, (_, level) => side / (patch ?? 1) / 2 ** level);
}

/**
 * Checks that there is a resolution for each image side at which a network has attention.
 *
 * @throws TweedieError naming the sides that there are.
 */
export function checkAttention(attention: readonly number[], sides: readonly number[]): void {
  const unknown = attention.find((each) => !sides.includes(each));
  if (unknown === undefined) return;
  const fix = `available: ${sides.join(", ")}`;
  throw new TweedieError({ where: "network.attention", what: `no resolution has ${unknown} pixels a side`, fix });
}
