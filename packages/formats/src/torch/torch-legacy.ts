import { TweedieError } from "@tweedie/core";
import { type ByteSource, partOf } from "../bytes/byte-source.ts";
import { fieldsOf, itemsOf } from "../pickle/pickle-views.ts";
import { readPickle } from "../pickle/read-pickle.ts";
import { storageReference, type TorchContent } from "./torch-storage.ts";
import type { TorchType } from "./torch-types.ts";

/** The first value of a file that `torch.save` has written before version 1.6, or inside of a pickle. */
const magic = 0x1950a86a20f9469cfc6cn;

/** The pickle of the magic number, with which such a file begins, in protocol 2. */
export const legacyStart: readonly number[] = [
  0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
];

const version = 1001;

/**
 * Reads a file of torch's legacy format: pickles of a magic number, a version, properties of the machine, the object and the keys of the
 * storages, then per storage the number of its numbers and their bytes.
 */
export function readTorchLegacy(source: ByteSource, where: string): TorchContent {
  const fail = (what: string) => new TweedieError({ where, what });
  const first = readPickle(source, where);
  if (first.value !== magic) throw fail("is no torch file: it does not begin with torch's magic number");
  const second = readPickle(source, where, first.end);
  if (second.value !== version) throw fail(`is a torch file of another version than ${version}`);
  const third = readPickle(source, where, second.end);
  if (fieldsOf(third.value)?.get("little_endian") !== true) throw fail("is a torch file of a big-endian machine");
  const { value, persistent, end } = readPickle(source, where, third.end);
  const keys = readPickle(source, where, end);

  const types = new Map<string, TorchType>();
  for (const each of persistent) {
    const { key, type } = storageReference(each, where);
    if ((types.get(key) ?? type) !== type) throw fail(`has the storage ${key} with two number types`);
    types.set(key, type);
  }
  const storages = new Map<string, ByteSource>();
  let at = keys.end;
  for (const listed of itemsOf(keys.value) ?? []) {
    const key = String(listed);
    const type = types.get(key);
    if (!type || storages.has(key)) throw fail("has a list of storages that does not match its tensors");
    if (at + 8 > source.size) throw fail(`is truncated in the storage ${key}`);
    const head = source.read(at, 8);
    const count = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true));
    const size = count * type.bytes;
    if (size > source.size - at - 8) throw fail(`is truncated in the storage ${key}, which states ${count} numbers`);
    storages.set(key, partOf(source, at + 8, size));
    at += 8 + size;
  }
  return {
    value,
    open({ key }) {
      const found = storages.get(key);
      if (!found) throw fail(`lacks the storage ${key}`);
      return found;
    },
  };
}
