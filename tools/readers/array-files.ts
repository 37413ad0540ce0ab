import { crc32, deflateRawSync } from "node:zlib";
import type { Dice } from "./dice.ts";

/** Makes a `.npy` file, often with an odd header. */
export function npyFile(dice: Dice): Uint8Array {
  const dtypes = ["<f4", "<f8", "<f2", "<i8", "<i4", "<i2", "|i1", "|u1", "<u2", "<u4", "<u8", "|b1"];
  const dtype = dice.chance(0.9) ? dice.pick(dtypes) : dice.pick([">f4", "|O", "<c8", "f4", "<f3", "|S3", "<U2"]);
  const axes = dice.chance(0.95) ? dice.below(4) : dice.pick([32, 33, 64, 65, 71]);
  const shape = Array.from({ length: axes }, () => (axes > 4 ? 1 : dice.below(4)));
  const odd = [
    `(${shape.join(" ")})`,
    `(${shape.join()},,)`,
    "(3)",
    "(0, 4611686018427387904)",
    "(0, 9007199254740993, 9007199254740993)",
    "(-1,)",
    "(01,)",
    "(1.0,)",
    "[2]",
    "(1_0,)",
    "(True,)",
  ];
  const tuple = dice.chance(0.9) ? `(${shape.join(", ")}${shape.length === 1 ? "," : ""})` : dice.pick(odd);
  const quote = dice.chance(0.9) ? "'" : '"';
  const q = (text: string) => quote + text + quote;
  const fields = [
    `${q("descr")}: ${q(dtype)}`,
    `${q("fortran_order")}: ${dice.chance(0.95) ? "False" : dice.pick(["True", "0", "None"])}`,
    `${q("shape")}: ${tuple}`,
  ];
  if (dice.chance(0.1)) fields.reverse();
  if (dice.chance(0.04)) fields.push(dice.pick(["'x': 1", ...fields]));
  const text = `{${fields.join(", ")}${dice.pick([", ", "", ","])}}${dice.chance(0.03) ? dice.pick(["x", "\0", " #"]) : ""}`;
  const version = dice.chance(0.9) ? dice.pick([1, 1, 2, 3]) : dice.pick([0, 4, 255]);
  const prefix = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix - 1)}\n`;
  const bytesPer = Number(/\d+$/.exec(dtype)?.[0] ?? 1);
  const size = shape.reduce((product, extent) => product * extent, bytesPer);
  const data = dtype === "|b1" && dice.chance(0.8) ? dice.bytes(size).map((byte) => byte & 1) : dice.bytes(size);
  const head = Buffer.alloc(prefix);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, dice.chance(0.95) ? 0 : dice.below(4)]);
  if (version === 1) head.writeUInt16LE(padded.length, 8);
  else head.writeUInt32LE(padded.length, 8);
  const missing = dice.chance(0.05) ? 1 : 0;
  return Buffer.concat([head, Buffer.from(padded, "latin1"), data.subarray(0, Math.max(0, data.length - missing))]);
}

/** Makes a `.npz` file, sometimes with fields of its headers that disagree. */
export function npzFile(dice: Dice): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let length = 0;
  const count = dice.below(4);
  const names = ["a", "b", "labels", "\u00e4"].map((name) => `${name}.npy`);
  for (let i = 0; i < count; i++) {
    const content = npyFile(dice);
    const method = dice.pick([0, 8]);
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(dice.chance(0.05) ? names[0]! : names[i]!);
    const flags = name.length > 7 && dice.chance(0.8) ? 0x800 : 0;
    const file = Buffer.alloc(30);
    file.writeUInt32LE(0x04034b50);
    [20, flags, method].forEach((value, field) => file.writeUInt16LE(value, 4 + 2 * field));
    [crc32(content), packed.length, content.length].forEach((value, field) =>
      file.writeUInt32LE(value, 14 + 4 * field),
    );
    file.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50);
    record.writeUInt16LE(20, 4);
    file.copy(record, 6, 4, 30);
    record.writeUInt32LE(length, 42);
    if (dice.chance(0.1)) file[4 + dice.below(26)] = dice.below(256);
    if (dice.chance(0.1)) record[4 + dice.below(42)] = dice.below(256);
    parts.push(file, name, packed);
    directory.push(record, name);
    length += file.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  [count, count].forEach((value, field) => end.writeUInt16LE(value, 8 + 2 * field));
  [listed.length, length].forEach((value, field) => end.writeUInt32LE(value, 12 + 4 * field));
  if (dice.chance(0.08)) end[4 + dice.below(18)] = dice.below(4);
  return Buffer.concat([...parts, listed, end]);
}

/** Makes a safetensors file, often with an odd header. */
export function safetensorsFile(dice: Dice): Uint8Array {
  const types: Readonly<Record<string, number>> = {
    F64: 8,
    F32: 4,
    F16: 2,
    BF16: 2,
    I64: 8,
    I32: 4,
    I16: 2,
    I8: 1,
    U64: 8,
    U32: 4,
    U16: 2,
    U8: 1,
    BOOL: 1,
  };
  const entries: string[] = [];
  let end = 0;
  for (let i = dice.below(4); i > 0; i--) {
    const dtype = dice.chance(0.95) ? dice.pick(Object.keys(types)) : dice.pick(["F8_E4M3", "f32", "C64"]);
    const shape = Array.from({ length: dice.below(3) }, () => dice.below(4));
    const size = shape.reduce((product, extent) => product * extent, types[dtype] ?? 1);
    const start = dice.chance(0.95) ? end : end + dice.pick([-1, 1]);
    const value = JSON.stringify({
      dtype,
      shape: dice.chance(0.93) ? shape : dice.pick<unknown>([[2 ** 40, 0], [-1], [1.5], "2", [[2]], null]),
      data_offsets: [start, start + size],
    });
    const key = dice.pick(["a", "b", "w.weight", "__metadata__", "\u00e9", String(i)]);
    entries.push(
      `${JSON.stringify(key)}:${dice.chance(0.97) ? value : dice.pick(["[".repeat(200) + "]".repeat(200), "null", '{"a":'.repeat(200) + "1" + "}".repeat(200)])}`,
    );
    end += size;
  }
  if (dice.chance(0.3))
    entries.unshift(`"__metadata__":${dice.pick(['{"format":"pt"}', "{}", '{"a":1}', "[]", '{"a":{"b":"c"}}'])}`);
  const json = Buffer.from(`{${entries.join()}}${" ".repeat(dice.below(8))}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(
    dice.chance(0.96)
      ? BigInt(json.length)
      : dice.pick([0n, 1n, 2n ** 53n, 2n ** 63n, 100_000_001n, BigInt(json.length + 1)]),
  );
  const data = dice.bytes(Math.max(0, end + (dice.chance(0.95) ? 0 : dice.pick([-1, 1]))));
  return Buffer.concat([length, json, dice.chance(0.7) ? data.map((byte) => byte & 1) : data]);
}
