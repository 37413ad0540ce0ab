import { crc32, deflateSync } from "node:zlib";
import { pillowImages } from "../../packages/formats/src/images/pillow-images.fixture.ts";
import type { Dice } from "./dice.ts";

const chunk = (type: string, content: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** Columns and rows of the passes of an interlaced image: first one and step. */
const passes = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

/** Colour types of PNG and bits a channel; common ones are listed more than once, and the last is invalid. */
const pngKinds = [
  [0, 8],
  [0, 8],
  [2, 8],
  [2, 8],
  [3, 8],
  [4, 8],
  [6, 8],
  [0, 1],
  [0, 2],
  [0, 4],
  [3, 1],
  [3, 2],
  [3, 4],
  [0, 16],
  [2, 16],
  [2, 4],
  [5, 8],
] as const;

/** Makes a PNG file of any colour type and depth, often with chunks that are odd. */
export function pngFile(dice: Dice): Uint8Array {
  const [kind, depth] = dice.pick(pngKinds);
  const [width, height] = [1 + dice.below(9), 1 + dice.below(9)];
  const isInterlaced = dice.chance(0.2);
  const stored = [1, 0, 3, 1, 2, 3, 4][kind]!;
  const colours = Math.min(2 ** depth, 1 + dice.below(20));
  const rows = (columns: number, count: number): Uint8Array[] =>
    Array.from({ length: columns > 0 ? count : 0 }, () => {
      const row = dice.bytes(Math.ceil((columns * stored * depth) / 8));
      const fitting = kind === 3 && depth === 8 && dice.chance(0.98) ? row.map((byte) => byte % colours) : row;
      if (kind === 4 || kind === 6) row.forEach((_, i) => i % stored === stored - 1 && (row[i] = 255));
      return Buffer.concat([Buffer.of(kind === 3 ? 0 : dice.chance(0.99) ? dice.below(5) : 7), fitting]);
    });
  const part = (extent: number, from: number, step: number) => Math.max(0, Math.ceil((extent - from) / step));
  const lines = isInterlaced
    ? passes.flatMap(([x, across, y, down]) => rows(part(width, x, across), part(height, y, down)))
    : rows(width, height);
  if (dice.chance(0.06)) {
    if (dice.chance(0.5)) lines.pop();
    else lines.push(Buffer.alloc(3));
  }
  const header = Buffer.alloc(13);
  const side = (value: number) => (dice.chance(0.98) ? value : dice.pick([0, 2 ** 31 - 1, 2 ** 32 - 1, 60_000]));
  header.writeUInt32BE(side(width));
  header.writeUInt32BE(side(height), 4);
  header.set([depth, kind, 0, 0, isInterlaced ? 1 : 0], 8);
  const packed = deflateSync(Buffer.concat(lines));
  const cut = dice.below(packed.length);
  const chunks = [
    chunk("IHDR", header),
    ...((kind === 3 ? dice.chance(0.97) : dice.chance(0.1)) ? [chunk("PLTE", dice.bytes(3 * colours))] : []),
    ...(dice.chance(0.15)
      ? [chunk("tRNS", kind === 3 ? Buffer.alloc(dice.below(colours + 2), 255) : dice.bytes(2 * stored))]
      : []),
    ...(dice.chance(0.1) ? [chunk(dice.pick(["tEXt", "gAMA", "ABCD", "sRGB"]), dice.bytes(4))] : []),
    ...(dice.chance(0.7)
      ? [chunk("IDAT", packed)]
      : [chunk("IDAT", packed.subarray(0, cut)), chunk("IDAT", packed.subarray(cut))]),
    chunk("IEND", Buffer.alloc(0)),
  ];
  if (dice.chance(0.05)) chunks.splice(dice.below(chunks.length), 1);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

/** Returns one of the images that Pillow has written in a format. */
export const pillowFile = (format: "jpeg" | "webp"): ((dice: Dice) => Uint8Array) => {
  const files = pillowImages.filter(({ name }) => name.startsWith(format)).map(({ file }) => file);
  return (dice) => dice.pick(files);
};
