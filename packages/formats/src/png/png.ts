import { TweedieError } from "@tweedie/core";
import { hasPngSignature } from "fast-png";
import { oriented } from "../images/exif-orientation.ts";
import { type Fail, type Image, transparent, withoutAlpha } from "../images/image.ts";
import { wrongFormat } from "../wrong-format.ts";
import { type PngChunks, pngKinds, readPngChunks } from "./png-chunks.ts";
import { inflatePixels } from "./png-pixels.ts";

/**
 * Decodes a PNG file of at most 8 bits per channel: grey, RGB or palette. An alpha channel, a transparent colour and transparent colours
 * of the palette are allowed only if the image is fully opaque, because the file does not define the background. Nothing is allocated
 * for the pixels before their number is checked.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, transparent or of another format.
 */
export function decodePng(bytes: Uint8Array, where: string): Image {
  const fail: Fail = (what, fix, cause) => new TweedieError({ where, what, fix }, { cause });
  if (!hasPngSignature(bytes)) throw wrongFormat(bytes, where, "a PNG image");
  const chunks = readPngChunks(bytes, fail);
  const { width, height, depth, kind, isInterlaced, exif } = chunks;
  if (depth > 8) throw fail(`has ${depth} bits per channel; 8 are supported`, "convert it to 8 bits");
  if (depth < 8 && isInterlaced) {
    throw fail(`is interlaced and has ${depth} bits per channel`, "save it without interlacing, or with 8 bits");
  }
  const packed = inflatePixels(chunks, fail);
  const stored = depth === 8 ? packed : unpack(packed, width, depth);
  const channels = kind.startsWith("grey") ? 1 : 3;
  return oriented({ width, height, channels, data: colours(chunks, stored, fail) }, exif);
}

/** Numbers of `depth` bits, of which each row begins with a new byte. */
function unpack(packed: Uint8Array, width: number, depth: number): Uint8Array {
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  const out = new Uint8Array((packed.length / rowBytes) * width);
  const mask = 2 ** depth - 1;
  for (let i = 0; i < out.length; i++) {
    const column = i % width;
    const byte = packed[((i - column) / width) * rowBytes + Math.floor(column / perByte)]!;
    out[i] = (byte >> (8 - depth * ((column % perByte) + 1))) & mask;
  }
  return out;
}

/** Grey or RGB values of 8 bits. */
function colours(chunks: PngChunks, stored: Uint8Array, fail: Fail): Uint8Array {
  const { kind, depth, palette, transparency } = chunks;
  if (kind === "palette") return paletteColours(stored, palette!, transparency, fail);
  if (kind === "grey with alpha" || kind === "rgb with alpha") {
    if (transparency) throw fail("is a damaged PNG image: it has an alpha channel and a transparent colour");
    return withoutAlpha(stored, pngKinds[kind].stored, fail);
  }
  if (transparency) checkKey(stored, transparency, pngKinds[kind].stored, fail);
  return depth === 8 ? stored : stored.map((value) => (value * 255) / (2 ** depth - 1));
}

function paletteColours(
  indices: Uint8Array,
  palette: Uint8Array,
  alpha: Uint8Array | undefined,
  fail: Fail,
): Uint8Array {
  if (alpha && alpha.length > palette.length / 3) throw fail("is a damaged PNG image: its tRNS chunk is malformed");
  const out = new Uint8Array(3 * indices.length);
  indices.forEach((index, i) => {
    if (3 * index >= palette.length) {
      throw fail(`is a damaged PNG image: a pixel has the colour ${index} of a palette of ${palette.length / 3}`);
    }
    if ((alpha?.[index] ?? 255) !== 255) throw transparent(fail);
    for (let channel = 0; channel < 3; channel++) out[3 * i + channel] = palette[3 * index + channel]!;
  });
  return out;
}

/** Checks that no pixel has the colour that stands for transparency. @throws TweedieError */
function checkKey(stored: Uint8Array, key: Uint8Array, channels: number, fail: Fail): void {
  if (key.length !== 2 * channels) throw fail("is a damaged PNG image: its tRNS chunk is malformed");
  for (let i = 0; i < stored.length; i += channels) {
    let isKey = true;
    for (let channel = 0; channel < channels; channel++) isKey &&= stored[i + channel] === key[2 * channel + 1];
    if (isKey) throw transparent(fail);
  }
}
