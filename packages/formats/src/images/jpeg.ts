import { TweedieError } from "@tweedie/core";
import { wrongFormat } from "../wrong-format.ts";
import { oriented } from "./exif-orientation.ts";
import type { Fail, Image } from "./image.ts";
import { readJpegHeader } from "./jpeg-header.ts";
import { wasmCodec } from "./wasm-codec.ts";

interface JpegCodec {
  readonly JPEGDecoder: new () => {
    /** Memory for a file of that size. */
    getEncodedBuffer(bytes: number): Uint8Array;
    /** Throws for malformed and for incomplete files. */
    decode(): void;
    getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  };
}

// libjpeg-turbo, also the decoder of Pillow: both give the same pixels.
const withCodec = wasmCodec<JpegCodec>({
  script: "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs",
  binary: "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm",
});

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/**
 * Decodes a JPEG file, grey or colour, baseline or progressive, upright by its EXIF orientation. Nothing is allocated for the pixels
 * before their number is checked.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, incomplete, CMYK, or of another format.
 */
export function decodeJpeg(bytes: Uint8Array, where: string): Image {
  const fail: Fail = (what, fix, cause) => new TweedieError({ where, what, fix }, { cause });
  if (!isJpeg(bytes)) throw wrongFormat(bytes, where, "a JPEG image");
  const { width, height, channels, exif } = readJpegHeader(bytes, fail);
  let data: Uint8Array | undefined;
  try {
    data = withCodec(({ JPEGDecoder }) => {
      const decoder = new JPEGDecoder();
      decoder.getEncodedBuffer(bytes.length).set(bytes);
      decoder.decode();
      const decoded = decoder.getDecodedBuffer().slice();
      decoder.delete();
      return decoded;
    });
  } catch (error) {
    throw fail("is a damaged JPEG image: its pixels are incomplete or malformed", undefined, error);
  }
  if (data.length !== width * height * channels) throw fail("is a damaged JPEG image: its headers differ in size");
  return oriented({ width, height, channels, data }, exif);
}
