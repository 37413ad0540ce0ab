import { crc32, inflateRawSync } from "node:zlib";
import { TweedieError } from "@tweedie/core";
import { foreign } from "./foreign.ts";

/** A file in an archive. */
interface ZipEntry {
  readonly name: string;
  /** Its bytes, inflated and checked. */
  read(): Uint8Array;
}

const signatures = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const none32 = 0xffffffff; // in the place of a number that a zip64 record has
const largestRatio = 1_032; // of DEFLATE

/**
 * The files of a zip archive by its directory, zip64 included, stored or deflated; nothing is inflated before it is asked for,
 * and never more than the directory says.
 *
 * @throws TweedieError for what is malformed, encrypted or otherwise compressed, naming the archive and the file in it.
 */
export function openZip(bytes: Uint8Array, where: string): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (what: string) => new TweedieError({ where, what });
  const within = (at: number, length: number): number => {
    if (!Number.isSafeInteger(at) || at < 0 || at + length > bytes.length)
      throw fail("is cut short, or no whole zip archive");
    return at;
  };
  const u16 = (at: number) => view.getUint16(within(at, 2), true);
  const u32 = (at: number) => view.getUint32(within(at, 4), true);
  const u64 = (at: number) => Number(view.getBigUint64(within(at, 8), true));

  if (bytes.length < 22 || (u32(0) !== signatures.file && u32(0) !== signatures.end)) {
    throw foreign(bytes, where, "a zip archive (.npz)");
  }
  const lowest = Math.max(0, bytes.length - 22 - 0xffff); // a comment of at most so many bytes may follow
  let end = bytes.length - 22;
  while (end >= lowest && u32(end) !== signatures.end) end--;
  if (end < lowest) throw fail("is cut short, or no whole zip archive");
  let [count, start] = [u16(end + 10), u32(end + 16)];
  if ((count === 0xffff || start === none32) && end >= 20 && u32(end - 20) === signatures.locator64) {
    const end64 = u64(end - 12);
    if (u32(end64) !== signatures.end64) throw fail("has no zip64 directory where it says");
    [count, start] = [u64(end64 + 32), u64(end64 + 48)];
  }

  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  for (let at = start; entries.length < count;) {
    if (u32(at) !== signatures.entry) throw fail("has a broken directory");
    const [flags, method, crc] = [u16(at + 8), u16(at + 10), u32(at + 16)];
    let [packed, size, offset] = [u32(at + 20), u32(at + 24), u32(at + 42)];
    const [nameLength, extraLength, commentLength] = [u16(at + 28), u16(at + 30), u16(at + 32)];
    const nameStart = within(at + 46, nameLength);
    const name = new TextDecoder().decode(bytes.subarray(nameStart, nameStart + nameLength));
    const extraEnd = within(nameStart + nameLength, extraLength) + extraLength;
    for (let extra = nameStart + nameLength; extra < extraEnd; extra += 4 + u16(extra + 2)) {
      if (u16(extra) !== 1) continue;
      let field = extra + 4; // of the numbers that did not fit, in this order
      if (size === none32) [size, field] = [u64(field), field + 8];
      if (packed === none32) [packed, field] = [u64(field), field + 8];
      if (offset === none32) offset = u64(field);
    }
    at = extraEnd + commentLength;

    const refuse = (what: string) => fail(`${name}: ${what}`);
    if (names.has(name)) throw refuse("stands twice in the archive");
    names.add(name);
    if (flags & 1) throw refuse("is encrypted");
    if (method !== 0 && method !== 8)
      throw refuse(`is compressed by method ${method}; stored and deflated files can be read`);
    if (method === 0 ? size !== packed : size > largestRatio * packed) {
      throw refuse(`cannot have ${size} bytes, packed to ${packed}`);
    }
    entries.push({
      name,
      read() {
        if (u32(offset) !== signatures.file) throw refuse("is not where the directory says");
        const data = offset + 30 + u16(offset + 26) + u16(offset + 28);
        const source = bytes.subarray(within(data, packed), data + packed);
        const content = method === 0 ? source : inflate(source, size, refuse);
        if (content.length !== size) throw refuse(`has ${content.length} bytes, and the directory says ${size}`);
        if (crc32(content) !== crc) throw refuse("is damaged: its checksum is another");
        return content;
      },
    });
  }
  return entries;
}

function inflate(source: Uint8Array, size: number, refuse: (what: string) => TweedieError): Uint8Array {
  try {
    return inflateRawSync(source, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw refuse(`cannot be inflated: ${(error as Error).message}`);
  }
}
