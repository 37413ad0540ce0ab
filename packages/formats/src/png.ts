import { TweedieError } from "@tweedie/core";
import { convertIndexedToRgb, decode, hasPngSignature } from "fast-png";
import { foreign } from "./foreign.ts";

/** An image of bytes, row by row. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array; // [height, width, channels]
}

/**
 * The image of a PNG file of 8 bits a channel: grey, colour or palette. Transparency is refused unless nothing is transparent,
 * for what lies behind is not in the file.
 *
 * @param where The file, for messages.
 * @throws TweedieError
 */
export function decodePng(bytes: Uint8Array, where: string): Image {
  const fail = (what: string, fix?: string, cause?: unknown) => new TweedieError({ where, what, fix }, { cause });
  if (!hasPngSignature(bytes)) throw foreign(bytes, where, "a PNG image");
  let png;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (error) {
    throw fail(`is a broken PNG image: ${(error as Error).message}`, undefined, error);
  }
  const { width, height, palette } = png;
  if (!palette && png.depth !== 8) throw fail(`has ${png.depth} bits a channel; 8 can be read`, "convert it");
  const data = Uint8Array.from(palette ? convertIndexedToRgb(png) : png.data);
  const stored = data.length / (width * height);
  const channels = stored <= 2 ? 1 : 3;
  if (stored === channels) return { width, height, channels, data };
  const isOpaque = data.every((value, i) => i % stored !== stored - 1 || value === 255);
  if (!isOpaque) throw fail("is transparent in places", "put it on a background");
  return { width, height, channels, data: data.filter((_, i) => i % stored !== stored - 1) };
}
