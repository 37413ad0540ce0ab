import { crc32 } from "node:zlib";

/** What a `.wandb` file begins with: `:W&B`, a magic number, a version. */
export const wandbLogHeader = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0);

/** Bytes of a block, counted from the beginning of the file, and of the head of each piece in it. */
const blockSize = 2 ** 15;
const headSize = 4 + 2 + 1;

/** Which part of a record a piece is. */
const kinds = { full: 1, first: 2, middle: 3, last: 4 } as const;

/**
 * A record of a `.wandb` file, for an offset of the file: LevelDB's log, with plain CRC-32 where that has CRC-32C.
 *
 * No piece crosses a block, and a block that has no room for a head ends in zeros.
 */
export function encodeWandbRecord(record: Uint8Array, offset: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let position = offset;
  const add = (part: Uint8Array) => {
    parts.push(part);
    position += part.length;
  };
  let at = 0;
  for (let isFirst = true, isLast = false; !isLast; isFirst = false) {
    if (roomAt(position) < headSize) add(new Uint8Array(roomAt(position)));
    const data = record.subarray(at, at + roomAt(position) - headSize);
    at += data.length;
    isLast = at === record.length;
    add(pieceOf(data, isFirst ? (isLast ? kinds.full : kinds.first) : isLast ? kinds.last : kinds.middle));
  }
  return Buffer.concat(parts);
}

/** Bytes that are left in the block of an offset. */
const roomAt = (offset: number): number => blockSize - (offset % blockSize);

/** Checksum of all that follows the length, length, kind, data. */
function pieceOf(data: Uint8Array, kind: number): Uint8Array {
  const piece = new Uint8Array(headSize + data.length);
  const view = new DataView(piece.buffer);
  piece[6] = kind;
  piece.set(data, headSize);
  view.setUint32(0, crc32(piece.subarray(6)), true);
  view.setUint16(4, data.length, true);
  return piece;
}
