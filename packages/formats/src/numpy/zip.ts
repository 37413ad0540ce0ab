import { crc32, inflateRawSync } from "node:zlib";
import { TweedieError } from "@tweedie/core";
import { wrongFormat } from "../wrong-format.ts";
import { endSize, readZipDirectory, signatures, type ZipReader, zipReader, type ZipRecord } from "./zip-directory.ts";

/** A member of an archive. */
interface ZipEntry {
  readonly name: string;
  /** Returns its content, inflated and verified. */
  read(): Uint8Array;
}

const maxDeflateRatio = 1_032;

/**
 * Lists the members of a zip archive, zip64 included, stored or deflated. A member is inflated when it is read, to at most the size that
 * the directory states.
 *
 * @throws TweedieError naming the archive and the member, for malformed, encrypted or otherwise compressed archives.
 */
export function openZip(bytes: Uint8Array, where: string): readonly ZipEntry[] {
  const fail = (what: string) => new TweedieError({ where, what });
  const zip = zipReader(bytes, fail);
  if (bytes.length < endSize || (zip.u32(0) !== signatures.file && zip.u32(0) !== signatures.end)) {
    throw wrongFormat(bytes, where, "a zip archive (.npz)");
  }
  const names = new Set<string>();
  return readZipDirectory(zip, fail).map((record) => {
    const failEntry = (what: string) => fail(`${record.name}: ${what}`);
    if (names.has(record.name)) throw failEntry("appears twice in the archive");
    names.add(record.name);
    checkRecord(record, failEntry);
    return { name: record.name, read: () => readContent(zip, record, failEntry) };
  });
}

function checkRecord({ isEncrypted, method, size, packed }: ZipRecord, fail: (what: string) => TweedieError): void {
  if (isEncrypted) throw fail("is encrypted");
  if (method !== 0 && method !== 8) {
    throw fail(`is compressed with method ${method}; stored and deflated members are supported`);
  }
  // Checked before anything is allocated, against zip bombs.
  if (method === 0 ? size !== packed : size > maxDeflateRatio * packed) {
    throw fail(`cannot have ${size} bytes, compressed to ${packed}`);
  }
}

function readContent(
  zip: ZipReader,
  { method, crc, size, packed, start }: ZipRecord,
  fail: (what: string) => TweedieError,
): Uint8Array {
  const source = zip.bytes(start, packed);
  const content = method === 0 ? source : inflate(source, size, fail);
  if (content.length !== size) throw fail(`has ${content.length} bytes, but the directory states ${size}`);
  if (crc32(content) !== crc) throw fail("is damaged: its checksum does not match");
  return content;
}

function inflate(source: Uint8Array, size: number, fail: (what: string) => TweedieError): Uint8Array {
  try {
    return inflateRawSync(source, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw fail(`cannot be inflated: ${(error as Error).message}`);
  }
}
