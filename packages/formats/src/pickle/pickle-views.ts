import { bytesSource, type ByteSource } from "../bytes/byte-source.ts";
import type { PickleCall, PickleEntry, PickleList, PickleRecord, PickleValue } from "./pickle-value.ts";

/** The record of a value; undefined for None, numbers and text. */
export const recordOf = (value: PickleValue | undefined): PickleRecord | undefined =>
  typeof value === "object" && value !== null ? value : undefined;

/** Classes whose objects have the items of their only argument. Protocols before 4 have sets in this form. */
const sequenceClasses = new Set(["torch.Size", "builtins.set", "__builtin__.set", "builtins.frozenset"]);

/** The items of a tuple, list or set, `torch.Size` included; undefined for other values. */
export function itemsOf(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  const record = recordOf(value);
  if (isSequence(record)) return record.items;
  if (record?.kind !== "call" || !sequenceClasses.has(globalName(record.callee) ?? "")) return undefined;
  const inner = recordOf(record.args[0]);
  return isSequence(inner) ? inner.items : undefined;
}

const isSequence = (record: PickleRecord | undefined): record is PickleList =>
  record?.kind === "list" || record?.kind === "tuple" || record?.kind === "set";

/**
 * The entries of a dictionary, or of an object of a class derived from it such as `OrderedDict`: one with items that are set by key, or
 * with a dictionary or a list of pairs for its argument. Undefined for other values.
 */
export function entriesOf(value: PickleValue | undefined): readonly PickleEntry[] | undefined {
  const record = recordOf(value);
  if (record?.kind === "dict") return record.entries;
  if (record?.kind !== "call") return undefined;
  if (record.entries) return record.entries;
  // Protocols before 2 have `_reconstructor(class, dict, content)`.
  const isReconstructed =
    /^copy_?reg\._reconstructor$/.test(globalName(record.callee) ?? "") &&
    /^(__builtin__|builtins)\.dict$/.test(globalName(record.args[1]) ?? "");
  const given = recordOf(isReconstructed ? record.args[2] : record.args.length === 1 ? record.args[0] : undefined);
  if (given?.kind === "dict") return given.entries;
  if (!isDictionaryClass(record)) return undefined;
  const pairs = (itemsOf(record.args[0]) ?? []).map((pair) => itemsOf(pair) ?? []);
  return pairs.every((pair) => pair.length === 2) ? pairs.map(([key, item]) => [key!, item!]) : undefined;
}

const isDictionaryClass = ({ callee }: PickleCall): boolean =>
  /^(collections\.(OrderedDict|defaultdict)|(.*\.)?EasyDict)$/.test(globalName(callee) ?? "");

/** The entries of a dictionary whose keys are text; the last value of a key counts. Undefined if it is none or has other keys. */
export function fieldsOf(value: PickleValue | undefined): ReadonlyMap<string, PickleValue> | undefined {
  const entries = entriesOf(value);
  if (!entries?.every(([key]) => typeof key === "string")) return undefined;
  return new Map(entries as readonly (readonly [string, PickleValue])[]);
}

/** True for an integer of at least 0 that is exact as a number. */
export const isCount = (value: PickleValue | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** The name of a class or function. */
export function globalName(value: PickleValue | undefined): string | undefined {
  const record = recordOf(value);
  return record?.kind === "global" ? record.name : undefined;
}

/** True for the record of a call of a function or class. */
export const isCallOf = (record: PickleRecord | undefined, name: string): record is PickleCall =>
  record?.kind === "call" && globalName(record.callee) === name;

/** Bytes, also as protocols before 3 have them: text that `_codecs.encode` would encode. */
export function bytesOf(value: PickleValue | undefined): ByteSource | undefined {
  const record = recordOf(value);
  if (record?.kind === "bytes") return record.source;
  if (!isCallOf(record, "_codecs.encode") || record.args[1] !== "latin1") return undefined;
  const [text] = record.args;
  if (typeof text !== "string") return undefined;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytesSource(bytes);
}
