import { TweedieError } from "@tweedie/core";
import { type ByteSource, partOf } from "../bytes/byte-source.ts";
import { describeValue } from "../pickle/describe-value.ts";
import type { PicklePersistent, PickleRecord, PickleValue } from "../pickle/pickle-value.ts";
import { bytesOf, globalName, isCallOf, isCount, itemsOf, recordOf } from "../pickle/pickle-views.ts";
import { type TorchType, typeOfStorage } from "./torch-types.ts";

/** The numbers that tensors of a file are views of. */
export interface TorchStorage {
  readonly type: TorchType;
  readonly bytes: ByteSource;
}

/** Reference of a torch pickle to a storage. */
export interface StorageReference {
  readonly key: string;
  readonly type: TorchType;
  /** Numbers. */
  readonly count: number;
  /** The part of it that is meant, in old files. */
  readonly view: { readonly start: number; readonly count: number } | undefined;
}

/** An object of a torch file, and the storages that it refers to by key. */
export interface TorchContent {
  readonly value: PickleValue;
  /** Verifies and returns the bytes of a storage. */
  open(reference: StorageReference): ByteSource;
}

/** Reads the argument of `persistent_load`: `("storage", class, key, location, count)`, and in old files a view. */
export function storageReference({ id }: PicklePersistent, where: string): StorageReference {
  const [word, className, key, , count, view] = itemsOf(id) ?? [];
  const type = typeOfStorage(globalName(className) ?? "");
  if (word !== "storage" || !isKey(key) || !isCount(count)) {
    throw new TweedieError({ where, what: "refers to an object outside of the pickle that is no storage of torch" });
  }
  if (!type) {
    const found = globalName(className) ?? "a storage without a class";
    throw new TweedieError({ where, what: `has a storage of the class ${found}, which is not supported` });
  }
  const [, start, viewCount] = itemsOf(view) ?? [];
  const isView = isCount(start) && isCount(viewCount);
  return { key: String(key), type, count, view: isView ? { start, count: viewCount } : undefined };
}

const isKey = (value: PickleValue | undefined): value is string | number =>
  typeof value === "string" || typeof value === "number";

/** Reads a legacy torch file. Passed as an argument, because such a file can contain another. */
type ReadLegacy = (source: ByteSource, where: string) => TorchContent;

/**
 * Finds the storage of a value: one that the file refers to, or a legacy torch file in bytes. Each is found once. The files in bytes have
 * at most `limit` bytes together, because a pickle can name the same bytes many times.
 */
export function storageFinder(
  where: string,
  { content, readLegacy, limit }: { content: TorchContent | undefined; readLegacy: ReadLegacy; limit: number },
): (value: PickleValue | undefined) => TorchStorage {
  const known = new Map<PickleRecord, TorchStorage>();
  let left = limit;
  const find = (record: PickleRecord | undefined): TorchStorage => {
    if (record?.kind === "persistent" && content) return openStorage(record, content, where);
    const bytes = isCallOf(record, "torch.storage._load_from_bytes") ? bytesOf(record.args[0]) : undefined;
    if (!bytes)
      throw new TweedieError({ where, what: `has ${describeValue(record ?? null)} for the numbers of a tensor` });
    left -= bytes.size;
    if (left < 0) throw new TweedieError({ where, what: "has the same tensors too many times" });
    const inner = readLegacy(bytes, where);
    const root = recordOf(inner.value);
    if (root?.kind !== "persistent") {
      throw new TweedieError({ where, what: `has ${describeValue(inner.value)} for the numbers of a tensor` });
    }
    return openStorage(root, inner, where);
  };
  return (value) => {
    const record = recordOf(value);
    const before = record && known.get(record);
    if (before) return before;
    const storage = find(record);
    known.set(record!, storage);
    return storage;
  };
}

function openStorage(record: PicklePersistent, content: TorchContent, where: string): TorchStorage {
  const reference = storageReference(record, where);
  const { type, key, count, view } = reference;
  const bytes = content.open(reference);
  if (bytes.size !== count * type.bytes) {
    throw new TweedieError({
      where,
      what: `has ${bytes.size} bytes in the storage ${key}, but states ${count} numbers of ${type.name}`,
    });
  }
  if (!view) return { type, bytes };
  if (view.start + view.count > count)
    throw new TweedieError({ where, what: `has a view outside of the storage ${key}` });
  return { type, bytes: partOf(bytes, view.start * type.bytes, view.count * type.bytes) };
}
