import { inflateRawSync } from "node:zlib";
import { type NDArray, TweedieError } from "@tweedie/core";
import { bytesSource } from "../bytes/byte-source.ts";
import { type Inflate, openZip } from "../zip/zip.ts";
import { decodeNpy, decodeNpyFloat64, type Float64Values } from "./npy.ts";

/** The arrays of a `.npz` file. */
export interface Npz {
  readonly names: readonly string[];
  /**
   * Decodes an array.
   *
   * @throws TweedieError if there is no array of that name, or it is malformed.
   */
  read(name: string): NDArray;
  /** Decodes an array, of float64 without rounding. @throws TweedieError as `read` */
  readFloat64(name: string): Float64Values;
}

const suffix = ".npy";

const inflate: Inflate = (packed, size) => inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });

/**
 * Opens a `.npz` file as written by `numpy.savez` or `numpy.savez_compressed`. Arrays are decoded when they are read.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the file is not such an archive.
 */
export function openNpz(bytes: Uint8Array, where: string): Npz {
  const entries = openZip(bytesSource(bytes), where, { expected: "a zip archive (.npz)", inflate }).filter(({ name }) =>
    name.endsWith(suffix),
  );
  const names = entries.map(({ name }) => name.slice(0, -suffix.length));
  const bytesOf = (name: string): Uint8Array => {
    const entry = entries[names.indexOf(name)];
    if (entry) return entry.read();
    const fix = names.length > 0 ? `use one of ${names.join(", ")}` : "save arrays with numpy.savez";
    throw new TweedieError({ where, what: `has no array ${name}`, fix });
  };
  return {
    names,
    read: (name) => decodeNpy(bytesOf(name), `${where}: ${name}`),
    readFloat64: (name) => decodeNpyFloat64(bytesOf(name), `${where}: ${name}`),
  };
}
