import { checkSize, type Fail } from "./image.ts";

/** Facts in the header of a WebP file. */
export interface WebpHeader {
  readonly width: number;
  readonly height: number;
  /** EXIF metadata. */
  readonly exif: Uint8Array | undefined;
}

const [animation, exifFlag] = [0x02, 0x08];

/** Reads the header of a WebP file. @throws TweedieError if it is malformed, or if the file is an animation */
export function readWebpHeader(bytes: Uint8Array, fail: Fail): WebpHeader {
  if (bytes.length < 30) throw fail("is a damaged WebP image: it is truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const type = textAt(bytes, 12);
  if (type === "VP8X") {
    if (bytes[20]! & animation) throw fail("is an animation");
    const size = { width: u24(24) + 1, height: u24(27) + 1 };
    checkSize(size, fail);
    return { ...size, exif: bytes[20]! & exifFlag ? chunk(bytes, view, "EXIF") : undefined };
  }
  if (type !== "VP8 " && type !== "VP8L") throw fail("is a damaged WebP image: it has no pixels");
  const bits = view.getUint32(21, true);
  const size =
    type === "VP8L"
      ? { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
      : { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  checkSize(size, fail);
  return { ...size, exif: undefined };
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** Content of the first chunk of a type. */
function chunk(bytes: Uint8Array, view: DataView, type: string): Uint8Array | undefined {
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    if (textAt(bytes, at) === type) return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return undefined;
}
