import { TweedieError } from "@tweedie/core";
import { type ByteSource, partOf, readAhead } from "../bytes/byte-source.ts";

/** Limits of one pickle. A checkpoint of 1,000 tensors with its optimiser needs a tenth of each. */
export const pickleLimits = {
  /** Opcodes: each makes at most one small object. */
  opcodes: 2_000_000,
  /** Bytes of all texts, which are the only content that is copied. */
  text: 2 ** 26,
  /** Bytes of one integer. */
  integer: 16,
} as const;

/** The position in a pickle, and reading of the arguments of opcodes there. */
export interface PickleCursor {
  position(): number;
  /** Bytes to the end of the source. */
  left(): number;
  unsigned(bytes: 1 | 2 | 4 | 8): number;
  int32(): number;
  float64(): number;
  /** Text of a stated number of bytes. */
  text(bytes: number, encoding: "utf-8" | "latin1"): string;
  /** Text up to the end of the line, without it. */
  line(encoding: "utf-8" | "latin1"): string;
  /** A little-endian integer in two's complement. */
  long(bytes: number): bigint;
  /** Bytes that are left in the file until they are read. */
  bytes(count: number): ByteSource;
  fail(what: string): TweedieError;
}

export function pickleCursor(source: ByteSource, where: string, start: number): PickleCursor {
  const ahead = readAhead(source);
  let at = start;
  let textLeft: number = pickleLimits.text;
  const fail = (what: string) => new TweedieError({ where, what: `${what} (byte ${at} of the pickle)` });
  /** Returns the position, and moves it. */
  const advance = (count: number): number => {
    if (count > source.size - at) throw fail("ends inside the pickle: it is truncated or damaged");
    at += count;
    return at - count;
  };
  const take = (count: number): Uint8Array => ahead.read(advance(count), count);
  const view = (count: number): DataView => {
    const part = take(count);
    return new DataView(part.buffer, part.byteOffset, count);
  };
  const decode = (part: Uint8Array, encoding: "utf-8" | "latin1"): string => {
    textLeft -= part.length;
    if (textLeft < 0) throw fail(`has more than ${pickleLimits.text} bytes of text`);
    const text = encoding === "latin1" ? latin1(part) : utf8(part);
    if (text === undefined) throw fail("has text that is not UTF-8");
    return text;
  };
  return {
    position: () => at,
    left: () => source.size - at,
    unsigned(bytes) {
      if (bytes === 1) return ahead.byte(advance(1));
      const part = view(bytes);
      if (bytes === 8) return Number(part.getBigUint64(0, true));
      return bytes === 4 ? part.getUint32(0, true) : part.getUint16(0, true);
    },
    int32: () => view(4).getInt32(0, true),
    float64: () => view(8).getFloat64(0),
    text(bytes, encoding) {
      if (bytes > textLeft) throw fail(`has more than ${pickleLimits.text} bytes of text`);
      return decode(take(bytes), encoding);
    },
    line(encoding) {
      for (let length = 256; ; length *= 4) {
        const part = ahead.read(at, Math.min(length, source.size - at));
        const end = part.indexOf(0x0a);
        if (end >= 0) {
          at += end + 1;
          return decode(part.subarray(0, end), encoding);
        }
        if (part.length < length || length > textLeft) throw fail("has a line without an end");
      }
    },
    long(bytes) {
      if (bytes > pickleLimits.integer) throw fail(`has an integer of ${bytes} bytes`);
      const digits = Array.from(take(bytes), (byte) => byte.toString(16).padStart(2, "0"));
      return BigInt.asIntN(8 * bytes, BigInt(`0x0${digits.reverse().join("")}`));
    },
    bytes: (count) => partOf(source, advance(count), count),
    fail,
  };
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The encoding `latin1` of TextDecoder is windows-1252, which differs for 27 bytes. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
  return text;
}
