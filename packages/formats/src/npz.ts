import { type NDArray, TweedieError } from "@tweedie/core";
import { decodeNpy } from "./npy.ts";
import { openZip } from "./zip.ts";

/** The arrays of a `.npz` file. */
export interface Npz {
  readonly names: readonly string[];
  /** An array, as `decodeNpy` gives it. */
  read(name: string): NDArray;
}

const suffix = ".npy";

/**
 * Opens a `.npz` file, as `numpy.savez` and `numpy.savez_compressed` write it. Arrays are read when they are asked for.
 *
 * @param where The file, for messages.
 * @throws TweedieError for a file that is no such archive; `read` for a name that it does not have, or an array that is malformed.
 */
export function openNpz(bytes: Uint8Array, where: string): Npz {
  const entries = openZip(bytes, where).filter(({ name }) => name.endsWith(suffix));
  const names = entries.map(({ name }) => name.slice(0, -suffix.length));
  return {
    names,
    read(name) {
      const entry = entries[names.indexOf(name)];
      if (entry) return decodeNpy(entry.read(), `${where}: ${name}`);
      const fix = names.length > 0 ? `one of ${names.join(", ")}` : "save arrays with numpy.savez";
      throw new TweedieError({ where, what: `has no array ${name}`, fix });
    },
  };
}
