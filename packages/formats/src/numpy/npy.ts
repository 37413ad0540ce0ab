import { type NDArray, TweedieError } from "@tweedie/core";
import { countOf, numberTypes, type NumberType, toFloat32 } from "../number-types.ts";
import { wrongFormat } from "../wrong-format.ts";
import { parseNpyHeader } from "./npy-header.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

const versions = ["1.0", "2.0", "3.0"];

const descriptions: Readonly<Record<string, NumberType>> = {
  "<f8": numberTypes.float64,
  "<f4": numberTypes.float32,
  "<f2": numberTypes.float16,
  "<i8": numberTypes.int64,
  "<i4": numberTypes.int32,
  "<i2": numberTypes.int16,
  "|i1": numberTypes.int8,
  "<u8": numberTypes.uint64,
  "<u4": numberTypes.uint32,
  "<u2": numberTypes.uint16,
  "|u1": numberTypes.uint8,
  "|b1": numberTypes.bool,
};

/** Limits of NumPy: bytes of a header that it parses, and axes of an array. */
const [maxHeaderBytes, maxAxes] = [10_000, 64];

/** Encodes a float32 array as a `.npy` file (version 1.0), byte for byte as `numpy.save`. */
export function encodeNpy({ shape, data }: NDArray): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const start = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

/**
 * Decodes a `.npy` file (versions 1 to 3) to float32. `numberTypes` lists which number types are exact.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is malformed, truncated or of another format.
 */
export function decodeNpy(bytes: Uint8Array, where: string): NDArray {
  const { shape, type, data } = openNpy(bytes, where);
  return { shape, data: toFloat32(type, data, (what) => new TweedieError({ where, what })) };
}

/** An array of float64. */
export interface Float64Values {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** `decodeNpy` to float64: float64 is exact, and all other number types are read as float32. */
export function decodeNpyFloat64(bytes: Uint8Array, where: string): Float64Values {
  const { shape, type, data } = openNpy(bytes, where);
  if (type === numberTypes.float64) return { shape, data: new Float64Array(new Uint8Array(data).buffer) };
  return { shape, data: Float64Array.from(decodeNpy(bytes, where).data) };
}

/** Checks a file and returns the bytes of its numbers. */
function openNpy(bytes: Uint8Array, where: string) {
  const fail = (what: string, fix?: string) => new TweedieError({ where, what, fix });
  if (!magic.every((byte, i) => bytes[i] === byte)) throw wrongFormat(bytes, where, "a NumPy array (.npy)");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) throw fail(`ends after ${bytes.length} bytes, inside the header`);
  const version = `${bytes[6]}.${bytes[7]}`;
  if (!versions.includes(version)) throw fail(`has the version ${version}; ${versions.join(", ")} are supported`);
  const textStart = version === "1.0" ? 10 : 12;
  const start = textStart + (version === "1.0" ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start - textStart > maxHeaderBytes)
    throw fail(`states a header of ${start - textStart} bytes; at most ${maxHeaderBytes} are allowed`);
  if (bytes.length < start) throw fail(`ends after ${bytes.length} bytes, inside a header of ${start} bytes`);
  const text = new TextDecoder("latin1").decode(bytes.subarray(textStart, start));
  const header = parseNpyHeader(text);
  if (!header)
    throw fail(`has the header ${JSON.stringify(text.trim().slice(0, 200))}, which is not the header of a plain array`);

  const { description, isColumnMajor, shape } = header;
  const type = Object.hasOwn(descriptions, description) ? descriptions[description] : undefined;
  if (!type) {
    throw fail(
      `has dtype '${description}'; ${Object.keys(descriptions).join(", ")} are supported`,
      "save array.astype(numpy.float32)",
    );
  }
  if (isColumnMajor) throw fail("is in column-major (Fortran) order", "save numpy.ascontiguousarray(array)");
  const given = `shape [${shape.join(", ")}] of '${description}'`;
  if (shape.length > maxAxes) throw fail(`has ${shape.length} axes; at most ${maxAxes} are allowed`);
  const size = countOf(shape);
  if (size === undefined) throw fail(`has ${given}, which is too large`);
  const data = bytes.subarray(start);
  if (size * type.bytes !== data.length)
    throw fail(`has ${given}, ${size * type.bytes} bytes, but has ${data.length} bytes of data`);
  return { shape, type, data };
}
