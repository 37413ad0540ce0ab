import type { TweedieError } from "@tweedie/core";

/** A member of an archive, as the central directory describes it. */
export interface ZipRecord {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** Compression method: 0 stored, 8 deflated. */
  readonly method: number;
  /** CRC-32 of the content. */
  readonly crc: number;
  /** Bytes of the content. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Offset of the local header in the archive. */
  readonly offset: number;
}

/** Little-endian numbers and bytes at offsets of an archive. All throw if the archive ends before. */
export interface ZipReader {
  readonly length: number;
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): number;
  bytes(at: number, length: number): Uint8Array;
}

export function zipReader(bytes: Uint8Array, fail: (what: string) => TweedieError): ZipReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checked = (at: number, length: number): number => {
    if (!Number.isSafeInteger(at) || at < 0 || at + length > bytes.length) {
      throw fail("is truncated or not a complete zip archive");
    }
    return at;
  };
  return {
    length: bytes.length,
    u16: (at) => view.getUint16(checked(at, 2), true),
    u32: (at) => view.getUint32(checked(at, 4), true),
    u64: (at) => Number(view.getBigUint64(checked(at, 8), true)),
    bytes: (at, length) => bytes.subarray(checked(at, length), at + length),
  };
}

/** Bytes of the end record without its comment. */
export const endSize = 22;
export const signatures = { file: 0x04034b50, end: 0x06054b50 };
const record = 0x02014b50;
const end64 = 0x06064b50;
const locator64 = 0x07064b50;
/** Marks a 32-bit number that is stored in a zip64 record instead. */
const inZip64 = 0xffffffff;

/**
 * Reads the central directory, with or without zip64. By hand, because fflate's reader reports neither checksums nor encryption and
 * accepts repeated names; node:zlib does the rest.
 */
export function readZipDirectory(zip: ZipReader, fail: (what: string) => TweedieError): readonly ZipRecord[] {
  const { count, start } = locateDirectory(zip, fail);
  const records: ZipRecord[] = [];
  for (let at = start; records.length < count;) {
    if (zip.u32(at) !== record) throw fail("has a damaged directory");
    const [nameLength, extraLength, commentLength] = [zip.u16(at + 28), zip.u16(at + 30), zip.u16(at + 32)];
    const extra = at + 46 + nameLength;
    zip.bytes(extra, extraLength);
    records.push({
      name: new TextDecoder().decode(zip.bytes(at + 46, nameLength)),
      isEncrypted: (zip.u16(at + 8) & 1) !== 0,
      method: zip.u16(at + 10),
      crc: zip.u32(at + 16),
      ...sizesOf(zip, at, { extra, extraEnd: extra + extraLength }),
    });
    at = extra + extraLength + commentLength;
  }
  return records;
}

/** Number of records of the directory, and its offset. */
function locateDirectory(zip: ZipReader, fail: (what: string) => TweedieError) {
  const lowest = Math.max(0, zip.length - endSize - 0xffff); // a comment of up to 0xffff bytes may follow the end record
  let end = zip.length - endSize;
  while (end >= lowest && zip.u32(end) !== signatures.end) end--;
  if (end < lowest) throw fail("is truncated or not a complete zip archive");
  const [count, start] = [zip.u16(end + 10), zip.u32(end + 16)];
  const isZip64 = (count === 0xffff || start === inZip64) && end >= 20 && zip.u32(end - 20) === locator64;
  if (!isZip64) return { count, start };
  const at = zip.u64(end - 12);
  if (zip.u32(at) !== end64) throw fail("has no zip64 directory at the given offset");
  return { count: zip.u64(at + 32), start: zip.u64(at + 48) };
}

/** Sizes and offset of the record at `at`, from its zip64 extra field if they do not fit 32 bits. */
function sizesOf(zip: ZipReader, at: number, { extra, extraEnd }: { extra: number; extraEnd: number }) {
  let [packed, size, offset] = [zip.u32(at + 20), zip.u32(at + 24), zip.u32(at + 42)];
  for (let tag = extra; tag < extraEnd; tag += 4 + zip.u16(tag + 2)) {
    if (zip.u16(tag) !== 1) continue;
    let field = tag + 4; // the field holds only the numbers that do not fit, in this order
    if (size === inZip64) [size, field] = [zip.u64(field), field + 8];
    if (packed === inZip64) [packed, field] = [zip.u64(field), field + 8];
    if (offset === inZip64) offset = zip.u64(field);
  }
  return { packed, size, offset };
}
