import { TweedieError } from "@tweedie/core";

/**
 * Sides of square images at each of `levels` resolutions, each half of the one before.
 *
 * @param where The option that sets the number of resolutions, for messages.
 * @throws TweedieError if the images are not square or cannot be halved so often.
 */
export function halvedSides(shape: readonly number[], levels: number, where: string): number[] {
  const [side, columns] = shape as [number, number];
  const halvings = levels - 1;
  if (shape.length !== 3 || side !== columns) {
    const what = `a U-Net needs square images [side, side, channels], but the data have shape [${shape.join(", ")}]`;
    throw new TweedieError({ where: "network", what, fix: "use networks/mlp" });
  }
  if (side % 2 ** halvings !== 0) {
    const what = `images of ${side} pixels a side cannot be halved ${halvings} times: ${side} is not a multiple of ${2 ** halvings}`;
    throw new TweedieError({ where, what, fix: "use fewer resolutions" });
  }
  return Array.from({ length: levels }, (_, level) => side / 2 ** level);
}
