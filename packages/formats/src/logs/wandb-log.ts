import { crc32 } from "node:zlib";

/** First bytes of a `.wandb` file: `:W&B`, a magic number, a version. */
export const wandbLogHeader = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0);

/** Bytes of a block; blocks start at the beginning of the file. */
const blockSize = 2 ** 15;
/** Bytes of a chunk's header. */
const headerSize = 4 + 2 + 1;

/** The part of a record that a chunk contains. */
const kinds = { full: 1, first: 2, middle: 3, last: 4 } as const;

/**
 * Encodes a record of a `.wandb` file for a given offset in the file. The format is LevelDB's log with CRC-32 in place of CRC-32C; no
 * package writes it.
 *
 * No chunk crosses a block boundary. A block without room for another header is padded with zeros.
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
    if (roomAt(position) < headerSize) add(new Uint8Array(roomAt(position)));
    const data = record.subarray(at, at + roomAt(position) - headerSize);
    at += data.length;
    isLast = at === record.length;
    add(chunkOf(data, isFirst ? (isLast ? kinds.full : kinds.first) : isLast ? kinds.last : kinds.middle));
  }
  return Buffer.concat(parts);
}

/** Bytes left in the block at an offset. */
const roomAt = (offset: number): number => blockSize - (offset % blockSize);

/** A chunk: CRC-32 of kind and data, length of the data, kind, data. */
function chunkOf(data: Uint8Array, kind: number): Uint8Array {
  const chunk = new Uint8Array(headerSize + data.length);
  const view = new DataView(chunk.buffer);
  chunk[6] = kind;
  chunk.set(data, headerSize);
  view.setUint32(0, crc32(chunk.subarray(6)), true);
  view.setUint16(4, data.length, true);
  return chunk;
}
