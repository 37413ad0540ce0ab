import { crc32, deflateRawSync } from "node:zlib";
import { TweedieError } from "@tweedie/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeNpy } from "./npy.ts";
import { openNpz } from "./npz.ts";

// NumPy 2.4.6: a = arange(6, dtype=uint8).reshape(2, 3), b = array([0.5, -1.5], dtype=float32)
// savez_compressed(file, images=a, labels=b) and savez(file, images=a)
const compressed = Buffer.from(
  "UEsDBC0AAAAIAAAAIQB+ntfP//////////8KABQAaW1hZ2VzLm5weQEAEACGAAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJa" +
    "nFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKxpo6CrUKZAMuBkYmZhZWAFBLAwQtAAAACAAAACEA" +
    "gebjH///////////CgAUAGxhYmVscy5ucHkBABAAiAAAAAAAAABMAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Ce" +
    "ll9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC4GBgZ7BoYD+wFQSwECLQMtAAAACAAAACEAfp7Xz0wAAACGAAAA" +
    "CgAAAAAAAAAAAAAAgAEAAAAAaW1hZ2VzLm5weVBLAQItAy0AAAAIAAAAIQCB5uMfTAAAAIgAAAAKAAAAAAAAAAAAAACAAYgAAABs" +
    "YWJlbHMubnB5UEsFBgAAAAACAAIAcAAAABABAAAAAA==",
  "base64",
);
const stored = Buffer.from(
  "UEsDBC0AAAAAAAAAIQB+ntfP//////////8KABQAaW1hZ2VzLm5weQEAEACGAAAAAAAAAIYAAAAAAAAAk05VTVBZAQB2AHsnZGVz" +
    "Y3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAg" +
    "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAVQSwECLQMtAAAAAAAAACEAfp7Xz4YAAACGAAAACgAA" +
    "AAAAAAAAAAAAgAEAAAAAaW1hZ2VzLm5weVBLBQYAAAAAAQABADgAAADCAAAAAAA=",
  "base64",
);

test("archives written by NumPy are read, compressed or not", () => {
  const { names, read } = openNpz(compressed, "test.npz");
  expect(names).toEqual(["images", "labels"]);
  const images = { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) };
  expect(read("images")).toEqual(images);
  expect(read("labels")).toEqual({ shape: [2], data: Float32Array.of(0.5, -1.5) });
  expect(openNpz(stored, "test.npz").read("images")).toEqual(images);
});

const array = encodeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });

interface Changes {
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly crc?: number;
  /** Changes to local headers: bytes by their offset. */
  readonly local?: Readonly<Record<number, number>>;
  readonly names?: readonly string[];
  /** True to store sizes and offsets in zip64 records. */
  readonly zip64?: boolean;
}

/** A zip archive of arrays, with fields that may be invalid. */
function archive({
  method = 8,
  flags = 0,
  size = array.length,
  crc = crc32(array),
  local = {},
  names = ["a"],
  zip64,
}: Changes = {}): Uint8Array {
  const packed = method === 8 ? deflateRawSync(array) : array;
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const name of names.map((name) => Buffer.from(`${name}.npy`))) {
    const offset = length();
    const file = Buffer.alloc(30);
    file.writeUInt32LE(0x04034b50);
    file.writeUInt16LE(flags, 6);
    file.writeUInt16LE(method, 8);
    file.writeUInt32LE(crc, 14);
    file.writeUInt32LE(packed.length, 18);
    file.writeUInt32LE(size, 22);
    file.writeUInt16LE(name.length, 26);
    for (const [at, byte] of Object.entries(local)) file[Number(at)] = byte;
    parts.push(file, name, Buffer.from(packed));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(zip64 ? 0xffffffff : size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    if (zip64) {
      extra.writeUInt16LE(1);
      extra.writeUInt16LE(24, 2);
      [size, packed.length, offset].forEach((value, i) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
    }
    entry.writeUInt16LE(extra.length, 30);
    directory.push(entry, name, extra);
  }
  const start = length();
  const end64 = Buffer.alloc(zip64 ? 56 + 20 : 0);
  if (zip64) {
    end64.writeUInt32LE(0x06064b50);
    end64.writeBigUInt64LE(44n, 4);
    end64.writeBigUInt64LE(BigInt(names.length), 24);
    end64.writeBigUInt64LE(BigInt(names.length), 32);
    end64.writeBigUInt64LE(BigInt(Buffer.concat(directory).length), 40);
    end64.writeBigUInt64LE(BigInt(start), 48);
    end64.writeUInt32LE(0x07064b50, 56);
    end64.writeBigUInt64LE(BigInt(start + Buffer.concat(directory).length), 64);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(zip64 ? 0xffff : names.length, 8);
  end.writeUInt16LE(zip64 ? 0xffff : names.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : Buffer.concat(directory).length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : start, 16);
  return Buffer.concat([...parts, ...directory, end64, end]);
}

/** Inserts four bytes before the last `length` bytes. */
const withGap = (bytes: Uint8Array, length: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, bytes.length - length), Buffer.alloc(4), bytes.subarray(bytes.length - length)]);

/** Sets a byte, counted from the end. */
const changed = (bytes: Uint8Array, fromEnd: number, value: number): Uint8Array =>
  bytes.map((byte, at) => (at === bytes.length - fromEnd ? value : byte));

test.each([{}, { method: 0 }, { zip64: true }, { zip64: true, method: 0 }, { names: ["x", "a"] }])(
  "an archive with %j is read",
  (changes) => {
    expect([...openNpz(archive(changes), "test.npz").read("a").data]).toEqual([1, 2, 3]);
  },
);

describe("invalid archives are refused with the reason", () => {
  test.each<[string, Uint8Array, string]>([
    ["an array alone", array, "is a NumPy array (.npy), not a zip archive (.npz)"],
    ["an empty file", new Uint8Array(), "starts with nothing"],
    ["a missing name", archive({ names: ["b", "c"] }), "has no array a\n  = help: use one of b, c"],
    ["a repeated name", archive({ names: ["a", "a"] }), "a.npy: appears twice"],
    ["a local header with another method", archive({ local: { 8: 0 } }), "a.npy: has a local header that differs"],
    ["a local header with another checksum", archive({ local: { 14: 1 } }), "a.npy: has a local header that differs"],
    ["a local header with another size", archive({ local: { 22: 1 } }), "a.npy: has a local header that differs"],
    ["a local header with another name", archive({ local: { 26: 4 } }), "a.npy: has a local header that differs"],
    ["a local header that leads into the directory", archive({ local: { 28: 60 } }), "a.npy: overlaps other parts"],
    ["a name of no stated encoding", archive({ names: ["\u00e4"] }), "has a name that is not UTF-8 text"],
    ["a zero in a name", archive({ names: ["a\0b"] }), "has a name that is not UTF-8 text"],
    ["bytes between the directory and the end", withGap(archive(), 22), "has a damaged directory"],
    ["bytes after the end", Buffer.concat([archive(), Buffer.alloc(3)]), "is truncated or not a complete zip archive"],
    ["a second file", changed(archive(), 22 - 4, 1), "is in an archive of several files"],
    ["a second file, in zip64", changed(archive({ zip64: true }), 98 - 16, 1), "is in an archive of several files"],
    ["a member in a second file", changed(archive(), 22 + 51 - 34, 1), "a.npy: is in an archive of several files"],
    ["a folder with content", changed(archive(), 22 + 51 - 38, 0x10), "a.npy: is a folder"],
    ["encryption", archive({ flags: 1 }), "a.npy: is encrypted"],
    ["an unsupported compression", archive({ method: 12 }), "a.npy: is compressed with method 12"],
    ["a wrong checksum", archive({ crc: 1 }), "a.npy: is damaged"],
    ["a stated size below the actual one", archive({ size: 100 }), "a.npy: cannot be inflated"],
    ["a stated size above the actual one", archive({ size: 200 }), "has 140 bytes, but the directory states 200"],
    [
      "a stated size beyond deflate's ratio, as of a zip bomb",
      archive({ size: 10_000_000 }),
      "cannot have 10000000 bytes",
    ],
    ["a stated size other than the stored one", archive({ size: 1, method: 0 }), "cannot have 1 bytes"],
  ])("%s", (_, bytes, message) => {
    const read = () => openNpz(bytes, "bad.npz").read("a");
    expect(read).toThrow(TweedieError);
    expect(read).toThrow(message);
    expect(read).toThrow("bad.npz");
  });

  test("a truncated or changed archive is read correctly or refused", () => {
    const whole = archive({ names: ["a", "b"], zip64: true });
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 3 });
    fc.assert(
      fc.property(changes, fc.nat(whole.length), (changes, cut) => {
        const bytes = whole.slice(0, changes.length > 0 ? whole.length : cut);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          expect([...openNpz(bytes, "mutated").read("a").data]).toEqual([1, 2, 3]);
        } catch (error) {
          expect(error).toBeInstanceOf(TweedieError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
