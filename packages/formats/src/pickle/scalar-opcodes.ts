import type { Opcodes } from "./opcodes.ts";
import type { PickleCursor } from "./pickle-cursor.ts";

/** Opcodes of numbers, texts and bytes, by the names of Python's `pickletools`. */
export const scalarOpcodes: Opcodes = {
  NONE: [0x4e, (_, stack) => stack.push(null)],
  NEWTRUE: [0x88, (_, stack) => stack.push(true)],
  NEWFALSE: [0x89, (_, stack) => stack.push(false)],
  INT: [0x49, (cursor, stack) => stack.push(integerLine(cursor))],
  LONG: [0x4c, (cursor, stack) => stack.push(integerLine(cursor))],
  BININT: [0x4a, (cursor, stack) => stack.push(cursor.int32())],
  BININT1: [0x4b, (cursor, stack) => stack.push(cursor.unsigned(1))],
  BININT2: [0x4d, (cursor, stack) => stack.push(cursor.unsigned(2))],
  LONG1: [0x8a, (cursor, stack) => stack.push(plainInteger(cursor.long(cursor.unsigned(1))))],
  LONG4: [0x8b, (cursor, stack) => stack.push(plainInteger(cursor.long(cursor.unsigned(4))))],
  FLOAT: [0x46, (cursor, stack) => stack.push(floatLine(cursor))],
  BINFLOAT: [0x47, (cursor, stack) => stack.push(cursor.float64())],
  STRING: [0x53, (cursor, stack) => stack.push(quotedLine(cursor))],
  BINSTRING: [0x54, (cursor, stack) => stack.push(cursor.text(cursor.unsigned(4), "latin1"))],
  SHORT_BINSTRING: [0x55, (cursor, stack) => stack.push(cursor.text(cursor.unsigned(1), "latin1"))],
  UNICODE: [0x56, (cursor, stack) => stack.push(escapedLine(cursor))],
  BINUNICODE: [0x58, (cursor, stack) => stack.push(cursor.text(cursor.unsigned(4), "utf-8"))],
  SHORT_BINUNICODE: [0x8c, (cursor, stack) => stack.push(cursor.text(cursor.unsigned(1), "utf-8"))],
  BINUNICODE8: [0x8d, (cursor, stack) => stack.push(cursor.text(cursor.unsigned(8), "utf-8"))],
  BINBYTES: [0x42, (cursor, stack) => stack.push({ kind: "bytes", source: cursor.bytes(cursor.unsigned(4)) })],
  SHORT_BINBYTES: [0x43, (cursor, stack) => stack.push({ kind: "bytes", source: cursor.bytes(cursor.unsigned(1)) })],
  BINBYTES8: [0x8e, (cursor, stack) => stack.push({ kind: "bytes", source: cursor.bytes(cursor.unsigned(8)) })],
  BYTEARRAY8: [0x96, (cursor, stack) => stack.push({ kind: "bytes", source: cursor.bytes(cursor.unsigned(8)) })],
};

/** A number if it is exact as one. */
const plainInteger = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** Decimal integers of protocol 0; `00` and `01` are false and true. */
function integerLine(cursor: PickleCursor): number | bigint | boolean {
  const text = cursor.line("latin1").replace(/L$/, "");
  if (text === "00" || text === "01") return text === "01";
  if (!/^-?\d{1,154}$/.test(text)) throw cursor.fail(`has ${shown(text)} for an integer`);
  return plainInteger(BigInt(text));
}

function floatLine(cursor: PickleCursor): number {
  const text = cursor.line("latin1");
  const special = { inf: Infinity, "-inf": -Infinity, nan: NaN, "-nan": NaN }[text];
  if (special !== undefined) return special;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) throw cursor.fail(`has ${shown(text)} for a number`);
  return Number(text);
}

const simpleEscapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"' };

/** Text of Python 2 in protocol 0: in quotes, with escapes. */
function quotedLine(cursor: PickleCursor): string {
  const text = cursor.line("latin1");
  const inner = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (inner === undefined) throw cursor.fail(`has ${shown(text)} for a text in quotes`);
  return inner.replaceAll(/\\(x[\da-fA-F]{2}|.|$)/gs, (_, escape: string) => {
    if (escape.length === 3) return String.fromCharCode(parseInt(escape.slice(1), 16));
    const character = simpleEscapes[escape];
    if (character === undefined) throw cursor.fail(`has the escape ${shown(`\\${escape}`)}, which is not supported`);
    return character;
  });
}

/** Text in protocol 0: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. A backslash after a backslash begins no escape. */
function escapedLine(cursor: PickleCursor): string {
  const escape = /\\(?:\\|u([\da-fA-F]{4})|U([\da-fA-F]{8})|[uU])/g;
  return cursor.line("latin1").replaceAll(escape, (whole, short?: string, long?: string) => {
    if (whole === "\\\\") return whole;
    const code = parseInt(short ?? long ?? "", 16);
    if (!(code <= 0x10ffff)) throw cursor.fail(`has the escape ${shown(whole)}, which is no character`);
    return String.fromCodePoint(code);
  });
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));
