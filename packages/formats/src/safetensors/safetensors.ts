import { type NDArrays, TweedieError } from "@tweedie/core";
import { bytesSource } from "../bytes/byte-source.ts";
import { toFloat32 } from "../number-types.ts";
import { readHeader } from "./safetensors-header.ts";

/** Content of a safetensors file. */
export interface Safetensors {
  readonly arrays: NDArrays;
  readonly metadata: Readonly<Record<string, string>>;
}

const reserved = new Set(["__metadata__", "__proto__"]);

/**
 * Encodes float32 arrays as a safetensors file. The bytes do not depend on the order of the keys.
 *
 * By hand: no package both writes files and refuses all that the reference implementation refuses.
 */
export function encodeSafetensors(arrays: NDArrays, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header["__metadata__"] = Object.fromEntries(sorted(metadata));
  let end = 0;
  for (const [name, { shape, data }] of sorted(arrays)) {
    if (reserved.has(name)) throw new Error(`an array cannot be named ${name}`);
    header[name] = { dtype: "F32", shape, data_offsets: [end, (end += data.byteLength)] };
  }

  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8; // aligns the data for every number type
  const bytes = new Uint8Array(8 + length + end).fill(0x20, 8 + json.length, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  let position = 8 + length;
  for (const [, { data }] of sorted(arrays)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/**
 * Decodes the arrays of a safetensors file to float32. `numberTypes` lists which number types are exact.
 *
 * @param where The file, for messages.
 * @throws TweedieError naming the file and the tensor, if the file is malformed, truncated or of another format.
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): Safetensors {
  const { dataStart, tensors, metadata } = readHeader(bytesSource(bytes), where);
  const arrays = tensors.map(({ name, type, shape, start, end }) => {
    const fail = (what: string) => new TweedieError({ where: `${where}, tensor ${JSON.stringify(name)}`, what });
    const data = toFloat32(type, bytes.subarray(dataStart + start, dataStart + end), fail);
    return [name, { shape, data }] as const;
  });
  return { arrays: Object.fromEntries(arrays), metadata };
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
