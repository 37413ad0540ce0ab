import { checkSize, type Fail } from "./image.ts";

/** Facts in the header of a JPEG file. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** Numbers per pixel: 1 for grey, 3 for colour. */
  readonly channels: 1 | 3;
  /** EXIF metadata. */
  readonly exif: Uint8Array | undefined;
}

const [app1, startOfScan] = [0xe1, 0xda];
/** Markers of frames: baseline, extended and progressive, with Huffman codes. */
const frames = [0xc0, 0xc1, 0xc2];
const otherFrames = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

/** Reads the segments before the pixels of a JPEG file. @throws TweedieError if they are malformed or of an unsupported kind */
export function readJpegHeader(bytes: Uint8Array, fail: Fail): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = () => fail("is a damaged JPEG image: it is truncated or malformed");
  let frame: Omit<JpegHeader, "exif"> | undefined;
  let exif: Uint8Array | undefined;
  for (let at = 2; ;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++; // fill bytes
    if (at + 4 > bytes.length || bytes[at] !== 0xff) throw damaged();
    const marker = bytes[at + 1]!;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) throw damaged();
    const content = bytes.subarray(at + 4, end);
    if (marker === startOfScan) {
      if (!frame) throw damaged();
      return { ...frame, exif };
    }
    if (marker === app1 && startsWith(content, "Exif\0\0")) exif ??= content;
    if (otherFrames.includes(marker))
      throw fail("is compressed by an unsupported method of JPEG", "save it as baseline");
    if (frames.includes(marker)) {
      if (frame || content.length < 6) throw damaged();
      frame = readFrame(content, fail);
    }
    at = end;
  }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  [...text].every((character, i) => bytes[i] === character.charCodeAt(0));

function readFrame(content: Uint8Array, fail: Fail): Omit<JpegHeader, "exif"> {
  const [precision, channels] = [content[0], content[5]];
  if (precision !== 8) throw fail(`has ${precision} bits per channel; 8 are supported`, "convert it to 8 bits");
  if (channels !== 1 && channels !== 3) {
    throw fail(`has ${channels} channels (CMYK has 4); grey and RGB are supported`, "convert it to RGB");
  }
  const size = { height: (content[1]! << 8) | content[2]!, width: (content[3]! << 8) | content[4]! };
  checkSize(size, fail);
  return { ...size, channels };
}
