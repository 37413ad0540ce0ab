import type { ByteSource } from "../bytes/byte-source.ts";

/** A value of a pickle. Classes and functions are names, and calls are records: nothing is looked up or called. */
export type PickleValue = null | boolean | number | bigint | string | PickleRecord;

export type PickleRecord = PickleBytes | PickleList | PickleDict | PickleGlobal | PickleCall | PicklePersistent;

export interface PickleBytes {
  readonly kind: "bytes";
  readonly source: ByteSource;
}

export interface PickleList {
  readonly kind: "list" | "tuple" | "set";
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: "dict";
  readonly entries: PickleEntry[];
}

export type PickleEntry = readonly [key: PickleValue, value: PickleValue];

/** A class or function, by its module and name: `collections.OrderedDict`. */
export interface PickleGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** An object that Python would create by a call, with what it would be given afterwards. */
export interface PickleCall {
  readonly kind: "call";
  readonly callee: PickleValue;
  readonly args: readonly PickleValue[];
  /** Arguments given by name. */
  readonly named?: PickleValue;
  items?: PickleValue[];
  entries?: PickleEntry[];
  state?: PickleValue;
}

/** An object outside of the pickle, such as the numbers of a torch tensor. */
export interface PicklePersistent {
  readonly kind: "persistent";
  readonly id: PickleValue;
}
