import { type NDArray, sizeOf, TweedieError } from "@tweedie/core";
import { elements, type ElementType } from "./elements.ts";
import { foreign } from "./foreign.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

const descriptions: Readonly<Record<string, ElementType>> = {
  "<f8": elements.float64,
  "<f4": elements.float32,
  "<f2": elements.float16,
  "<i8": elements.int64,
  "<i4": elements.int32,
  "<i2": elements.int16,
  "|i1": elements.int8,
  "<u4": elements.uint32,
  "<u2": elements.uint16,
  "|u1": elements.uint8,
  "|b1": elements.uint8,
};

// The keys in the order in which NumPy, and all who follow it, write them.
const header = /^\{'descr': *'([^']*)', *'fortran_order': *(True|False), *'shape': *\(([\d, ]*)\),? *\}\s*$/;

/** A `.npy` file (version 1.0) of float32: the very bytes that `numpy.save` writes. */
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
 * The array of a `.npy` file (versions 1 to 3), as float32 (see `elements` for what is exact).
 *
 * @param where The file, for messages.
 * @throws TweedieError for a file that is malformed, cut short or of another format.
 */
export function decodeNpy(bytes: Uint8Array, where: string): NDArray {
  const fail = (what: string, fix?: string) => new TweedieError({ where, what, fix });
  if (!magic.every((byte, i) => bytes[i] === byte)) throw foreign(bytes, where, "a NumPy array (.npy)");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  const textStart = version === 1 ? 10 : 12;
  if (bytes.length < textStart) throw fail(`ends after ${bytes.length} bytes, inside the header`);
  const start = textStart + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) throw fail(`ends after ${bytes.length} bytes, inside a header of ${start} bytes`);
  const text = new TextDecoder().decode(bytes.subarray(textStart, start));
  const match = header.exec(text);
  if (!match)
    throw fail(`has the header ${JSON.stringify(text.trim().slice(0, 200))}, which is not that of a plain array`);

  const [, description = "", order, tuple = ""] = match;
  const type = Object.hasOwn(descriptions, description) ? descriptions[description] : undefined;
  if (!type) {
    throw fail(
      `has dtype '${description}'; ${Object.keys(descriptions).join(", ")} can be read`,
      "astype(numpy.float32)",
    );
  }
  if (order === "True") throw fail("is in column-major (Fortran) order", "save numpy.ascontiguousarray(array)");
  const shape = (tuple.match(/\d+/g) ?? []).map(Number);
  const dataBytes = bytes.length - start;
  if (sizeOf(shape) * type.bytes !== dataBytes) {
    throw fail(`has shape (${tuple}) of '${description}', ${sizeOf(shape) * type.bytes} bytes, but holds ${dataBytes}`);
  }
  return { shape, data: type.toFloat32(bytes.subarray(start)) };
}
