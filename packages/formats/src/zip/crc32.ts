/** Bytes that one step of the main loop takes. */
const slices = 8;

/** Entry `256 s + byte` is the checksum of a byte that `s` bytes of zero follow. */
const table = tables();

/**
 * CRC-32 of bytes, as zip archives have it, or of `previous` bytes and these. By hand: browsers have no function for it. It takes eight
 * bytes a step ("slicing by 8").
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const end = bytes.length - (bytes.length % slices); at < end; at += slices) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      table[0x700 | (low & 0xff)]! ^
      table[0x600 | ((low >>> 8) & 0xff)]! ^
      table[0x500 | ((low >>> 16) & 0xff)]! ^
      table[0x400 | (low >>> 24)]! ^
      table[0x300 | (high & 0xff)]! ^
      table[0x200 | ((high >>> 8) & 0xff)]! ^
      table[0x100 | ((high >>> 16) & 0xff)]! ^
      table[high >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function tables(): Int32Array {
  const result = new Int32Array(256 * slices);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    result[byte] = crc;
  }
  for (let i = 256; i < result.length; i++) result[i] = result[result[i - 256]! & 0xff]! ^ (result[i - 256]! >>> 8);
  return result;
}
