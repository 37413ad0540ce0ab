import { crc32 } from "node:zlib";
import { checkSize, type Fail } from "../images/image.ts";

/** Parts of a PNG file that its pixels depend on. */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits per number. */
  readonly depth: number;
  readonly kind: PngKind;
  readonly isInterlaced: boolean;
  readonly palette: Uint8Array | undefined; // [colours, 3]
  /** Content of `tRNS`: the alpha of each colour of the palette, or the one transparent colour of another image. */
  readonly transparency: Uint8Array | undefined;
  /** EXIF metadata. */
  readonly exif: Uint8Array | undefined;
  /** Compressed pixels. */
  readonly packed: Uint8Array;
}

/** Colour types: numbers per pixel, and the depths that the format allows. */
export const pngKinds = {
  grey: { code: 0, stored: 1, depths: [1, 2, 4, 8, 16] },
  rgb: { code: 2, stored: 3, depths: [8, 16] },
  palette: { code: 3, stored: 1, depths: [1, 2, 4, 8] },
  "grey with alpha": { code: 4, stored: 2, depths: [8, 16] },
  "rgb with alpha": { code: 6, stored: 4, depths: [8, 16] },
} as const;
type PngKind = keyof typeof pngKinds;

const signatureBytes = 8;
const headerBytes = 13;

/**
 * Reads the chunks of a PNG file and checks their order, sizes and checksums. Nothing is inflated.
 *
 * @throws TweedieError if the file is malformed, or if it has several frames.
 */
export function readPngChunks(bytes: Uint8Array, fail: Fail): PngChunks {
  const damaged = (what: string) => fail(`is a damaged PNG image: ${what}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Partial<Record<"PLTE" | "tRNS" | "eXIf", Uint8Array>> = {};
  const data: Uint8Array[] = [];
  let header: ReturnType<typeof readHeader> | undefined;
  let previous = "";
  for (let at = signatureBytes; previous !== "IEND";) {
    if (at + 12 > bytes.length) throw damaged("it is truncated");
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw damaged("it is truncated");
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged("a checksum does not match");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, end - 4);
    if ((type === "IHDR") !== (at === signatureBytes)) throw damaged("its chunks are not in order");
    if (type === "IHDR") header = readHeader(content, damaged, fail);
    else if (type === "PLTE" || type === "tRNS" || type === "eXIf") {
      if (found[type] || (data.length > 0 && type !== "eXIf")) throw damaged(`its ${type} chunk is not in order`);
      found[type] = content;
    } else if (type === "IDAT") {
      if (data.length > 0 && previous !== type) throw damaged("its pixels are not in one piece");
      data.push(content);
    } else if (type === "acTL" && length === 8 && view.getUint32(at + 8) > 1) throw fail("is an animation");
    else if (type !== "IEND" && isCritical(type)) throw damaged(`it has an unknown chunk ${JSON.stringify(type)}`);
    [at, previous] = [end, type];
  }
  const { PLTE: palette, tRNS: transparency, eXIf: exif } = found;
  if (palette && (palette.length === 0 || palette.length % 3 > 0 || palette.length > 768)) {
    throw damaged("its palette is malformed");
  }
  if (header!.kind === "palette" && !palette) throw damaged("it has no palette");
  return { ...header!, palette, transparency, exif, packed: Buffer.concat(data) };
}

/** True for chunks that a decoder must know: their names begin with an upper-case letter. */
const isCritical = (type: string): boolean => (type.charCodeAt(0) & 0x20) === 0;

function readHeader(content: Uint8Array, damaged: (what: string) => Error, fail: Fail) {
  if (content.length !== headerBytes) throw damaged("its header is malformed");
  const view = new DataView(content.buffer, content.byteOffset);
  const size = { width: view.getUint32(0), height: view.getUint32(4) };
  const [depth, code, compression, filter, interlace] = content.subarray(8) as unknown as number[];
  const kind = (Object.keys(pngKinds) as PngKind[]).find((name) => pngKinds[name].code === code);
  const depths: readonly number[] = kind ? pngKinds[kind].depths : [];
  if (!kind || !depths.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw damaged("its header is malformed");
  }
  checkSize(size, fail);
  return { ...size, depth: depth!, kind, isInterlaced: interlace === 1 };
}
