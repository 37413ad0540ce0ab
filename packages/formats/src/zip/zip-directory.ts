import type { TweedieError } from "@tweedie/core";
import { type ByteSource, readAhead } from "../bytes/byte-source.ts";

/** A member of an archive, as the central directory describes it. */
export interface ZipRecord {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** True if its attributes, as MS-DOS has them, are those of a folder. */
  readonly isFolder: boolean;
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
  /** Offset of the content, and of the byte after it. */
  readonly start: number;
  readonly end: number;
}

/** Little-endian numbers and bytes at offsets of an archive. All throw if the archive ends before. */
export interface ZipReader {
  readonly length: number;
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): number;
  bytes(at: number, length: number): Uint8Array;
}

export function zipReader(source: ByteSource, fail: (what: string) => TweedieError): ZipReader {
  const ahead = readAhead(source);
  const bytes = (at: number, length: number): Uint8Array => {
    if (!Number.isSafeInteger(at) || at < 0 || at + length > source.size) {
      throw fail("is truncated or not a complete zip archive");
    }
    return ahead.read(at, length);
  };
  const view = (at: number, length: number): DataView => {
    const part = bytes(at, length);
    return new DataView(part.buffer, part.byteOffset, length);
  };
  return {
    length: source.size,
    u16: (at) => view(at, 2).getUint16(0, true),
    u32: (at) => view(at, 4).getUint32(0, true),
    u64: (at) => Number(view(at, 8).getBigUint64(0, true)),
    bytes,
  };
}

/** Bytes of the end record without its comment. */
export const endSize = 22;
export const signatures = { file: 0x04034b50, end: 0x06054b50 };
/** Bits of the flags: encrypted, sizes after the content, patched, strongly encrypted, name in UTF-8. */
const flagBits = { encrypted: 0x1 | 0x40, streamed: 0x8, patched: 0x20, utf8: 0x800 };
/** Highest version of the format that Python reads. */
const maxVersion = 63;
const folderAttribute = 0x10;
const record = 0x02014b50;
const end64 = 0x06064b50;
const locator64 = 0x07064b50;
/** Marks a 32-bit number that is stored in a zip64 record instead. */
const inZip64 = 0xffffffff;
const partial = "is in an archive of several files, which are not supported";
/** Extra field with a name in Unicode. */
const otherName = 0x7075;

/**
 * Reads the central directory, with or without zip64, and the local header of each member, which must agree with it. By hand, because
 * fflate's reader reports neither checksums nor encryption and accepts repeated names.
 *
 * Like Python's `zipfile`, it refuses members that overlap.
 */
export function readZipDirectory(zip: ZipReader, fail: (what: string) => TweedieError): readonly ZipRecord[] {
  const { count, start, end } = locateDirectory(zip, fail);
  const records: ZipRecord[] = [];
  let at = start;
  while (records.length < count) {
    const [record, next] = readRecord(zip, at, fail);
    records.push(record);
    at = next;
  }
  if (at !== end) throw fail("has a damaged directory");
  const inOrder = [...records].sort((a, b) => a.offset - b.offset);
  inOrder.forEach((record, i) => {
    if (record.end > (inOrder[i + 1]?.offset ?? start))
      throw fail(`${record.name}: overlaps other parts of the archive`);
  });
  return records;
}

/** Reads the record at an offset. Returns it and the offset of the next one. */
function readRecord(zip: ZipReader, at: number, fail: (what: string) => TweedieError): [ZipRecord, number] {
  if (zip.u32(at) !== record) throw fail("has a damaged directory");
  const [flags, method, crc] = [zip.u16(at + 8), zip.u16(at + 10), zip.u32(at + 16)];
  const [nameLength, extraLength, commentLength] = [zip.u16(at + 28), zip.u16(at + 30), zip.u16(at + 32)];
  const extra = at + 46 + nameLength;
  const nameBytes = zip.bytes(at + 46, nameLength);
  const name = new TextDecoder().decode(nameBytes);
  const failEntry = (what: string) => fail(`${name}: ${what}`);
  const isAscii = nameBytes.every((byte) => byte < 0x80);
  if (nameBytes.includes(0) || (!isAscii && !(flags & flagBits.utf8)))
    throw failEntry("has a name that is not UTF-8 text");
  if (zip.u16(at + 34) !== 0) throw failEntry(partial);
  if (flags & flagBits.patched || (zip.u16(at + 6) & 0xff) > maxVersion)
    throw failEntry("needs a later version of zip");
  zip.bytes(extra, extraLength);
  const sizes = sizesOf(zip, at, { extra, extraEnd: extra + extraLength }, failEntry);
  const { offset, packed, size } = sizes;
  if (zip.u32(offset) !== signatures.file) throw failEntry("is not at the offset that the directory states");
  const isStreamed = (flags & flagBits.streamed) !== 0;
  const start = offset + 30 + zip.u16(offset + 26) + zip.u16(offset + 28);
  const agrees = [
    zip.u16(offset + 6) === flags,
    zip.u16(offset + 8) === method,
    isStreamed || zip.u32(offset + 14) === crc,
    isStreamed || [packed, inZip64].includes(zip.u32(offset + 18)),
    isStreamed || [size, inZip64].includes(zip.u32(offset + 22)),
    isSame(zip.bytes(offset + 30, zip.u16(offset + 26)), nameBytes),
  ];
  if (agrees.includes(false)) throw failEntry("has a local header that differs from the directory");
  const found = {
    name,
    method,
    crc,
    ...sizes,
    isEncrypted: (flags & flagBits.encrypted) !== 0,
    isFolder: (zip.u32(at + 38) & folderAttribute) !== 0,
    start,
    end: start + packed,
  };
  return [found, extra + extraLength + commentLength];
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Number of records of the directory, its offset, and the offset of the byte after it. */
function locateDirectory(zip: ZipReader, fail: (what: string) => TweedieError) {
  const lowest = Math.max(0, zip.length - endSize - 0xffff); // a comment of up to 0xffff bytes may follow the end record
  let end = zip.length - endSize;
  while (end >= lowest && zip.u32(end) !== signatures.end) end--;
  if (end < lowest || end + endSize + zip.u16(end + 20) !== zip.length) {
    throw fail("is truncated or not a complete zip archive");
  }
  const [count, bytes, start] = [zip.u16(end + 10), zip.u32(end + 12), zip.u32(end + 16)];
  const isZip64 = end >= 20 && zip.u32(end - 20) === locator64;
  const disks = isZip64 ? [] : [zip.u16(end + 4), zip.u16(end + 6), zip.u16(end + 8) - count];
  if (disks.some((difference) => difference !== 0)) throw fail(partial);
  const directory = isZip64 ? locateDirectory64(zip, end, fail) : { count, start, bytes, end };
  if (directory.start + directory.bytes !== directory.end) throw fail("has a damaged directory");
  return directory;
}

/** The same numbers from the zip64 record, whose locator is before the end record. */
function locateDirectory64(zip: ZipReader, end: number, fail: (what: string) => TweedieError) {
  const at = zip.u64(end - 12);
  const isRecord = zip.u32(at) === end64 && zip.u64(at + 4) === 56 - 12; // its size without the first two fields
  if (!isRecord || at !== end - 20 - 56) throw fail("has no zip64 directory at the given offset");
  const disks = [zip.u32(at + 16), zip.u32(at + 20), zip.u64(at + 24) - zip.u64(at + 32)];
  if (disks.some((difference) => difference !== 0)) throw fail(partial);
  return { count: zip.u64(at + 32), bytes: zip.u64(at + 40), start: zip.u64(at + 48), end: at };
}

/** Sizes and offset of the record at `at`, from its zip64 extra field if they do not fit 32 bits. */
function sizesOf(
  zip: ZipReader,
  at: number,
  { extra, extraEnd }: { extra: number; extraEnd: number },
  fail: (what: string) => TweedieError,
) {
  let [packed, size, offset] = [zip.u32(at + 20), zip.u32(at + 24), zip.u32(at + 42)];
  for (let tag = extra; tag < extraEnd; tag += 4 + zip.u16(tag + 2)) {
    if (extraEnd - tag < 4 || extraEnd - tag - 4 < zip.u16(tag + 2)) throw fail("has a damaged extra field");
    if (zip.u16(tag) === otherName) throw fail("has a second name");
    if (zip.u16(tag) !== 1) continue;
    const missing = [size, packed, offset].filter((value) => value === inZip64).length;
    if (zip.u16(tag + 2) < 8 * missing) throw fail("has a damaged extra field");
    let field = tag + 4; // the field holds only the numbers that do not fit, in this order
    if (size === inZip64) [size, field] = [zip.u64(field), field + 8];
    if (packed === inZip64) [packed, field] = [zip.u64(field), field + 8];
    if (offset === inZip64) offset = zip.u64(field);
  }
  return { packed, size, offset };
}
