import { TweedieError } from "@tweedie/core";
import { convertIndexedToRgb, decode, hasPngSignature } from "fast-png";
import { wrongFormat } from "../wrong-format.ts";

/** An image of 8 bits per channel. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for RGB. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array; // [height, width, channels]
}

/**
 * Decodes a PNG file of 8 bits per channel: grey, RGB or palette. An alpha channel is allowed only if the image is fully opaque, because
 * the file does not define the background.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, transparent or of another format.
 */
export function decodePng(bytes: Uint8Array, where: string): Image {
  const fail = (what: string, fix?: string, cause?: unknown) => new TweedieError({ where, what, fix }, { cause });
  if (!hasPngSignature(bytes)) throw wrongFormat(bytes, where, "a PNG image");
  let png;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (error) {
    throw fail(`is a damaged PNG image: ${(error as Error).message}`, undefined, error);
  }
  const { width, height, palette } = png;
  if (!palette && png.depth !== 8)
    throw fail(`has ${png.depth} bits per channel; 8 are supported`, "convert it to 8 bits");
  const data = Uint8Array.from(palette ? convertIndexedToRgb(png) : png.data);
  const stored = data.length / (width * height);
  const channels = stored <= 2 ? 1 : 3;
  if (stored === channels) return { width, height, channels, data };
  const isOpaque = data.every((value, i) => i % stored !== stored - 1 || value === 255);
  if (!isOpaque) throw fail("has transparent pixels", "flatten it onto a background");
  return { width, height, channels, data: data.filter((_, i) => i % stored !== stored - 1) };
}
