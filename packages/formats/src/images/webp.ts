import { TweedieError } from "@tweedie/core";
import { wrongFormat } from "../wrong-format.ts";
import { oriented } from "./exif-orientation.ts";
import { type Fail, type Image, withoutAlpha } from "./image.ts";
import { wasmCodec } from "./wasm-codec.ts";
import { readWebpHeader } from "./webp-header.ts";

interface WebpCodec {
  /** Returns null for malformed files; pixels are RGBA. */
  decode(
    bytes: Uint8Array,
  ): { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray } | null;
}

// libwebp, also the decoder of Pillow: both give the same pixels.
const withCodec = wasmCodec<WebpCodec>({
  script: "@jsquash/webp/codec/dec/webp_dec.js",
  binary: "@jsquash/webp/codec/dec/webp_dec.wasm",
});

export const isWebp = (bytes: Uint8Array): boolean =>
  [...bytes.subarray(0, 12)].map((byte, i) => (i >= 4 && i < 8 ? "." : String.fromCharCode(byte))).join("") ===
  "RIFF....WEBP";

/**
 * Decodes a WebP file, lossy or lossless, upright by its EXIF orientation. Its pixels are always RGB. An alpha channel is allowed only if
 * the image is fully opaque. Nothing is allocated for the pixels before their number is checked.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, transparent, an animation, or of another format.
 */
export function decodeWebp(bytes: Uint8Array, where: string): Image {
  const fail: Fail = (what, fix, cause) => new TweedieError({ where, what, fix }, { cause });
  if (!isWebp(bytes)) throw wrongFormat(bytes, where, "a WebP image");
  const { width, height, exif } = readWebpHeader(bytes, fail);
  const damaged = (cause?: unknown) => fail("is a damaged WebP image", undefined, cause);
  let decoded;
  try {
    decoded = withCodec((codec) => codec.decode(bytes));
  } catch (error) {
    throw damaged(error);
  }
  if (!decoded || decoded.width !== width || decoded.height !== height) throw damaged();
  const { buffer, byteOffset, length } = decoded.data;
  const data = withoutAlpha(new Uint8Array(buffer, byteOffset, length), 4, fail);
  return oriented({ width, height, channels: 3, data }, exif);
}
