import { TweedieError } from "@tweedie/core";
import { type ByteSource, bytesSource, partOf } from "../bytes/byte-source.ts";
import { wrongFormat } from "../wrong-format.ts";
import { crc32 } from "./crc32.ts";
import { endSize, readZipDirectory, signatures, zipReader, type ZipRecord } from "./zip-directory.ts";

/** A member of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Returns its content, inflated and verified. */
  read(): Uint8Array;
  /** Verifies its content and returns it as a source, so that a stored member is never held whole. */
  open(): ByteSource;
}

/** Inflates a raw deflate stream to at most `size` bytes, or throws. */
export type Inflate = (packed: Uint8Array, size: number) => Uint8Array;

interface ZipOptions {
  /** The kind of file, for messages. */
  readonly expected: string;
  /** Without it, deflated members are refused when they are opened. */
  readonly inflate?: Inflate;
}

const maxDeflateRatio = 1_032;

/** Bytes that are verified at once. */
const chunkBytes = 2 ** 22;

/**
 * Lists the members of a zip archive, zip64 included, stored or deflated. A member is inflated when it is read, to at most the size that
 * the directory states.
 *
 * @throws TweedieError naming the archive and the member, for malformed, encrypted or otherwise compressed archives.
 */
export function openZip(source: ByteSource, where: string, options: ZipOptions): readonly ZipEntry[] {
  const fail = (what: string) => new TweedieError({ where, what });
  const zip = zipReader(source, fail);
  if (source.size < endSize || (zip.u32(0) !== signatures.file && zip.u32(0) !== signatures.end)) {
    throw wrongFormat(source.read(0, Math.min(16, source.size)), where, options.expected);
  }
  const names = new Set<string>();
  return readZipDirectory(zip, fail).map((record) => {
    const failEntry = (what: string) => fail(`${record.name}: ${what}`);
    if (names.has(record.name)) throw failEntry("appears twice in the archive");
    names.add(record.name);
    checkRecord(record, failEntry);
    const open = () => openRecord(source, record, options, failEntry);
    return {
      name: record.name,
      size: record.size,
      open,
      read() {
        const content = open();
        return content.read(0, content.size);
      },
    };
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

function openRecord(
  source: ByteSource,
  { method, crc, size, packed, start, isFolder }: ZipRecord,
  { inflate }: ZipOptions,
  fail: (what: string) => TweedieError,
): ByteSource {
  if (start + packed > source.size) throw fail("is truncated or not a complete zip archive");
  if (isFolder) throw fail("is a folder");
  if (method !== 0 && !inflate) throw fail("is compressed, where stored members are needed");
  const stored = partOf(source, start, packed);
  const content = method === 0 ? stored : bytesSource(inflated(stored.read(0, packed), size, inflate!, fail));
  if (content.size !== size) throw fail(`has ${content.size} bytes, but the directory states ${size}`);
  let sum = 0;
  for (let at = 0; at < size; at += chunkBytes) sum = crc32(content.read(at, Math.min(chunkBytes, size - at)), sum);
  if (sum !== crc) throw fail("is damaged: its checksum does not match");
  return content;
}

function inflated(
  packed: Uint8Array,
  size: number,
  inflate: Inflate,
  fail: (what: string) => TweedieError,
): Uint8Array {
  try {
    return inflate(packed, size);
  } catch (error) {
    throw fail(`cannot be inflated: ${(error as Error).message}`);
  }
}
