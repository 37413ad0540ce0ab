import { hasPngSignature } from "fast-png";
import { decodePng } from "../png/png.ts";
import { wrongFormat } from "../wrong-format.ts";
import type { Image } from "./image.ts";
import { decodeJpeg, isJpeg } from "./jpeg.ts";
import { decodeWebp, isWebp } from "./webp.ts";

/** Endings of the names of the files that `decodeImage` decodes. */
export const imageEnding = /\.(png|jpe?g|webp)$/i;

/**
 * Decodes a PNG, JPEG or WebP file, recognised by its first bytes and not by its name.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, transparent or of another format.
 */
export function decodeImage(bytes: Uint8Array, where: string): Image {
  if (hasPngSignature(bytes)) return decodePng(bytes, where);
  if (isJpeg(bytes)) return decodeJpeg(bytes, where);
  if (isWebp(bytes)) return decodeWebp(bytes, where);
  throw wrongFormat(bytes, where, "a PNG, JPEG or WebP image");
}
