import type { TweedieError } from "@tweedie/core";

/** An image of 8 bits per channel. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for RGB. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array; // [height, width, channels]
}

/** Makes the error for a file. */
export type Fail = (what: string, fix?: string, cause?: unknown) => TweedieError;

/** Most pixels of an image: 8,192 by 8,192. */
const maxPixels = 2 ** 26;

/**
 * Checks the size that the header of a file states, before anything is allocated for its pixels.
 *
 * @throws TweedieError if an extent is zero, or if there are more than `maxPixels`.
 */
export function checkSize({ width, height }: Pick<Image, "width" | "height">, fail: Fail): void {
  if (width === 0 || height === 0) throw fail(`has ${width} by ${height} pixels`);
  if (width * height > maxPixels) throw fail(`has ${width} by ${height} pixels; at most ${maxPixels} are allowed`);
}

/**
 * Removes the alpha channel, which comes last, of an image with `stored` numbers per pixel.
 *
 * @throws TweedieError if a pixel is not opaque, because the file does not define the background.
 */
export function withoutAlpha(data: Uint8Array, stored: number, fail: Fail): Uint8Array {
  const channels = stored - 1;
  const out = new Uint8Array((data.length / stored) * channels);
  for (let from = 0, to = 0; from < data.length; from += stored, to += channels) {
    if (data[from + channels] !== 255) throw transparent(fail);
    for (let channel = 0; channel < channels; channel++) out[to + channel] = data[from + channel]!;
  }
  return out;
}

/** The error for an image with transparent pixels. */
export const transparent = (fail: Fail): TweedieError => fail("has transparent pixels", "flatten it onto a background");
