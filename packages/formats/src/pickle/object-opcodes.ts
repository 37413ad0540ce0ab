import { describeValue } from "./describe-value.ts";
import type { Opcode, Opcodes } from "./opcodes.ts";
import type { PickleCursor } from "./pickle-cursor.ts";
import type { PickleEntry, PickleValue } from "./pickle-value.ts";
import { recordOf } from "./pickle-views.ts";

/** Opcodes of lists, dictionaries, names of classes, calls and the memo. */
export const objectOpcodes: Opcodes = {
  MARK: [0x28, (_, stack) => stack.mark()],
  POP: [0x30, (_, stack) => stack.drop()],
  POP_MARK: [0x31, (_, stack) => void stack.popMark()],
  DUP: [0x32, (_, stack) => stack.push(stack.top())],
  PUT: [0x70, (cursor, stack) => stack.put(indexLine(cursor))],
  BINPUT: [0x71, (cursor, stack) => stack.put(cursor.unsigned(1))],
  LONG_BINPUT: [0x72, (cursor, stack) => stack.put(cursor.unsigned(4))],
  MEMOIZE: [0x94, (_, stack) => stack.put()],
  GET: [0x67, (cursor, stack) => stack.push(stack.get(indexLine(cursor)))],
  BINGET: [0x68, (cursor, stack) => stack.push(stack.get(cursor.unsigned(1)))],
  LONG_BINGET: [0x6a, (cursor, stack) => stack.push(stack.get(cursor.unsigned(4)))],

  EMPTY_LIST: [0x5d, (_, stack) => stack.push({ kind: "list", items: [] })],
  EMPTY_TUPLE: [0x29, (_, stack) => stack.push({ kind: "tuple", items: [] })],
  EMPTY_DICT: [0x7d, (_, stack) => stack.push({ kind: "dict", entries: [] })],
  EMPTY_SET: [0x8f, (_, stack) => stack.push({ kind: "set", items: [] })],
  LIST: [0x6c, (_, stack) => stack.push({ kind: "list", items: stack.popMark() })],
  TUPLE: [0x74, (_, stack) => stack.push({ kind: "tuple", items: stack.popMark() })],
  FROZENSET: [0x91, (_, stack) => stack.push({ kind: "set", items: stack.popMark() })],
  DICT: [0x64, (cursor, stack) => stack.push({ kind: "dict", entries: pairs(cursor, stack.popMark()) })],
  TUPLE1: [0x85, tupleOf(1)],
  TUPLE2: [0x86, tupleOf(2)],
  TUPLE3: [0x87, tupleOf(3)],
  APPEND: [0x61, (cursor, stack) => append(cursor, [stack.pop()], stack.top())],
  APPENDS: [0x65, (cursor, stack) => append(cursor, stack.popMark(), stack.top())],
  ADDITEMS: [0x90, (cursor, stack) => append(cursor, stack.popMark(), stack.top())],
  SETITEMS: [0x75, (cursor, stack) => setItems(cursor, pairs(cursor, stack.popMark()), stack.top())],
  SETITEM: [
    0x73,
    (cursor, stack) => {
      const value = stack.pop();
      setItems(cursor, [[stack.pop(), value]], stack.top());
    },
  ],

  GLOBAL: [0x63, (cursor, stack) => stack.push(globalLines(cursor))],
  STACK_GLOBAL: [
    0x93,
    (cursor, stack) => {
      const name = stack.pop();
      const module = stack.pop();
      if (typeof name !== "string" || typeof module !== "string") {
        throw cursor.fail(`has a class named by ${describeValue(module)} and ${describeValue(name)}`);
      }
      stack.push({ kind: "global", name: `${module}.${name}` });
    },
  ],
  REDUCE: [0x52, callOf],
  NEWOBJ: [0x81, callOf],
  NEWOBJ_EX: [
    0x92,
    (cursor, stack) => {
      const named = stack.pop();
      const args = tupleItems(cursor, stack.pop());
      stack.push({ kind: "call", callee: callable(cursor, stack.pop()), args, named });
    },
  ],
  INST: [
    0x69,
    (cursor, stack) => {
      const callee = globalLines(cursor);
      stack.push({ kind: "call", callee, args: stack.popMark() });
    },
  ],
  OBJ: [
    0x6f,
    (cursor, stack) => {
      const [callee, ...args] = stack.popMark();
      if (callee === undefined) throw cursor.fail("has an object without a class");
      stack.push({ kind: "call", callee: callable(cursor, callee), args });
    },
  ],
  BUILD: [
    0x62,
    (cursor, stack) => {
      const state = stack.pop();
      const object = recordOf(stack.top());
      if (object?.kind !== "call") throw cursor.fail(`sets the state of ${describeValue(stack.top())}`);
      object.state = state;
    },
  ],
  PERSID: [0x50, (cursor, stack) => stack.push({ kind: "persistent", id: cursor.line("latin1") })],
  BINPERSID: [0x51, (_, stack) => stack.push({ kind: "persistent", id: stack.pop() })],
};

function globalLines(cursor: PickleCursor): PickleValue {
  const module = cursor.line("utf-8");
  return { kind: "global", name: `${module}.${cursor.line("utf-8")}` };
}

function indexLine(cursor: PickleCursor): number {
  const text = cursor.line("latin1");
  if (!/^\d{1,10}$/.test(text)) throw cursor.fail(`has ${JSON.stringify(text.slice(0, 40))} for the number of a value`);
  return Number(text);
}

function tupleOf(size: number): Opcode {
  return (_, stack) => {
    const items: PickleValue[] = [];
    for (let i = 0; i < size; i++) items.unshift(stack.pop());
    stack.push({ kind: "tuple", items });
  };
}

function callOf(...[cursor, stack]: Parameters<Opcode>): void {
  const args = tupleItems(cursor, stack.pop());
  stack.push({ kind: "call", callee: callable(cursor, stack.pop()), args });
}

/** A class or function, or an object, which may be one. */
function callable(cursor: PickleCursor, value: PickleValue): PickleValue {
  const record = recordOf(value);
  if (record && ["global", "call", "persistent"].includes(record.kind)) return record;
  throw cursor.fail(`calls ${describeValue(value)}`);
}

function tupleItems(cursor: PickleCursor, value: PickleValue): readonly PickleValue[] {
  const record = recordOf(value);
  if (record?.kind === "tuple") return record.items;
  throw cursor.fail(`has a call with ${describeValue(value)} for its arguments`);
}

function pairs(cursor: PickleCursor, values: readonly PickleValue[]): PickleEntry[] {
  if (values.length % 2 === 1) throw cursor.fail("has a dictionary with a key without a value");
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}

function append(cursor: PickleCursor, values: readonly PickleValue[], to: PickleValue): void {
  const record = recordOf(to);
  if (record?.kind !== "call" && record?.kind !== "list" && record?.kind !== "set") {
    throw cursor.fail(`appends to ${describeValue(to)}`);
  }
  const items = record.kind === "call" ? (record.items ??= []) : record.items;
  for (const value of values) items.push(value);
}

function setItems(cursor: PickleCursor, added: readonly PickleEntry[], to: PickleValue): void {
  const record = recordOf(to);
  if (record?.kind !== "call" && record?.kind !== "dict") throw cursor.fail(`sets items of ${describeValue(to)}`);
  const entries = record.kind === "call" ? (record.entries ??= []) : record.entries;
  for (const entry of added) entries.push(entry);
}
