import { checkSize, type Fail } from "./image.ts";

/** Facts in the header of a WebP file. */
export interface WebpHeader {
  readonly width: number;
  readonly height: number;
  /** EXIF metadata. */
  readonly exif: Uint8Array | undefined;
}

const [reserved, animation, exifFlag] = [0x01, 0x02, 0x08];

/** Reads the header of a WebP file. @throws TweedieError if it is malformed, or if the file is an animation */
export function readWebpHeader(bytes: Uint8Array, fail: Fail): WebpHeader {
  if (bytes.length < 30) throw damaged(fail);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const type = textAt(bytes, 12);
  if (type === "VP8X") {
    if (bytes[20]! & reserved) throw damaged(fail);
    if (bytes[20]! & animation) throw fail("is an animation");
    const size = { width: u24(24) + 1, height: u24(27) + 1 };
    checkSize(size, fail);
    const exif = readChunks(bytes, view, fail).get("EXIF");
    if (bytes[20]! & exifFlag && !exif) throw damaged(fail);
    return { ...size, exif: bytes[20]! & exifFlag ? exif : undefined };
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

/** Contents of the chunks by their types. @throws TweedieError if they do not fill the file that its header states */
function readChunks(bytes: Uint8Array, view: DataView, fail: Fail): ReadonlyMap<string, Uint8Array> {
  const end = 8 + view.getUint32(4, true);
  const chunks = new Map<string, Uint8Array>();
  let at = 12;
  while (at + 8 <= end && end <= bytes.length) {
    const length = view.getUint32(at + 4, true);
    const type = textAt(bytes, at);
    if (!chunks.has(type)) chunks.set(type, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  if (at !== end) throw damaged(fail);
  return chunks;
}

const damaged = (fail: Fail) => fail("is a damaged WebP image: it is truncated or malformed");
