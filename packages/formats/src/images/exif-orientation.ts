import type { Image } from "./image.ts";

const orientationTag = 0x0112;

/** Integer types of TIFF by their codes: bytes, and the method that reads one. EXIF prescribes the first; readers accept all. */
const integers: Readonly<Record<number, { bytes: 2 | 4; read: "getUint16" | "getUint32" | "getInt16" | "getInt32" }>> =
  {
    3: { bytes: 2, read: "getUint16" },
    4: { bytes: 4, read: "getUint32" },
    8: { bytes: 2, read: "getInt16" },
    9: { bytes: 4, read: "getInt32" },
  };

/**
 * Orientation in EXIF metadata, 1 to 8; 1, as stored, if there is none.
 *
 * @param exif A TIFF structure, with or without the prefix `Exif\0\0`.
 */
function orientationIn(exif: Uint8Array | undefined): number {
  if (!exif) return 1;
  const start = exif[0] === 0x45 ? 6 : 0;
  const view = new DataView(exif.buffer, exif.byteOffset + start, Math.max(0, exif.byteLength - start));
  if (view.byteLength < 8) return 1;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if ((!isLittle && order !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return 1;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > view.byteLength) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let i = 0; i < count && directory + 14 + 12 * i <= view.byteLength; i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    return firstInteger(view, entry, isLittle) ?? 1;
  }
  return 1;
}

/** First number in the entry of a tag, which holds 4 bytes; undefined if it has no integers. */
function firstInteger(view: DataView, entry: number, isLittle: boolean): number | undefined {
  const type = integers[view.getUint16(entry + 2, isLittle)];
  const count = view.getUint32(entry + 4, isLittle);
  return type && count > 0 && type.bytes * count <= 4 ? view[type.read](entry + 8, isLittle) : undefined;
}

/**
 * Turns and mirrors an image as its EXIF orientation states, so that it is upright.
 *
 * The orientations 5 to 8 exchange width and height.
 */
export function oriented(image: Image, exif: Uint8Array | undefined): Image {
  const orientation = orientationIn(exif);
  const source = sources[orientation];
  if (!source) return image;
  const { width, height, channels, data } = image;
  const isTurned = orientation >= 5;
  const [across, down] = isTurned ? [height, width] : [width, height];
  const out = new Uint8Array(data.length);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [column, row] = source(x, y, width - 1, height - 1);
      const from = (row * width + column) * channels;
      out.set(data.subarray(from, from + channels), (y * across + x) * channels);
    }
  }
  return { width: across, height: down, channels, data: out };
}

/** Column and row of the stored image at `x`, `y` of the upright one, by orientation. `right` and `bottom` are the last ones stored. */
const sources: Readonly<Record<number, (x: number, y: number, right: number, bottom: number) => [number, number]>> = {
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, _, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, _, bottom) => [y, bottom - x],
  7: (x, y, right, bottom) => [right - y, bottom - x],
  8: (x, y, right) => [right - y, x],
};
