import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { encodeWandbRecord, wandbLogHeader } from "./wandb-log.ts";

/** Reads the records of a file according to LevelDB's specification, and checks every checksum. */
function recordsOf(file: Buffer): Buffer[] {
  expect(file.subarray(0, 4).toString()).toBe(":W&B");
  expect(file.readUInt16LE(4)).toBe(0xbee1);
  const records: Buffer[] = [];
  let open: Buffer[] | undefined;
  for (let at = 7; at < file.length;) {
    const left = 32_768 - (at % 32_768);
    if (left < 7) {
      expect(file.subarray(at, at + left).every((byte) => byte === 0)).toBe(true);
      at += left;
      continue;
    }
    const length = file.readUInt16LE(at + 4);
    expect(length).toBeLessThanOrEqual(left - 7);
    const kind = file[at + 6]!;
    const data = file.subarray(at + 7, at + 7 + length);
    expect(file.readUInt32LE(at)).toBe(crc32(file.subarray(at + 6, at + 7 + length)));
    expect(open === undefined).toBe(kind === 1 || kind === 2);
    open = [...(open ?? []), data];
    if (kind === 1 || kind === 4) {
      records.push(Buffer.concat(open));
      open = undefined;
    }
    at += 7 + length;
  }
  expect(open).toBeUndefined();
  return records;
}

test("records of sizes around one block and over several blocks are read back", () => {
  const sizes = [
    0,
    1,
    100,
    32_740,
    32_754,
    32_761,
    32_768,
    100_000,
    5,
    ...Array.from({ length: 30 }, (_, i) => 32_740 + i),
  ];
  const records = sizes.map((size, i) => Buffer.alloc(size, i + 1));
  const file = records.reduce(
    (file, record) => Buffer.concat([file, encodeWandbRecord(record, file.length)]),
    Buffer.from(wandbLogHeader),
  );
  expect(recordsOf(file).map((record) => [record.length, record[0]])).toEqual(
    records.map((record) => [record.length, record[0]]),
  );
});

test.each([6, 7, 8])("with %i bytes left in a block, the next record starts where the specification says", (left) => {
  const filler = Buffer.alloc(32_768 - 7 - 7 - left);
  const first = Buffer.concat([wandbLogHeader, encodeWandbRecord(filler, 7)]);
  expect(first.length).toBe(32_768 - left);
  const file = Buffer.concat([first, encodeWandbRecord(Buffer.from("next"), first.length)]);
  expect(recordsOf(file).at(-1)!.toString()).toBe("next");
});
