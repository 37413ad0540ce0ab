import type { ByteSource } from "../bytes/byte-source.ts";
import { objectOpcodes } from "./object-opcodes.ts";
import { type Opcode, type Opcodes } from "./opcodes.ts";
import { pickleCursor, pickleLimits } from "./pickle-cursor.ts";
import { pickleStack } from "./pickle-stack.ts";
import type { PicklePersistent, PickleValue } from "./pickle-value.ts";
import { scalarOpcodes } from "./scalar-opcodes.ts";

/** Highest protocol of Python 3.14. */
const maxProtocol = 5;

const stop = 0x2e;

const persistentOpcodes = new Set([0x50, 0x51]);

/** Opcodes of the stream itself. */
const streamOpcodes: Opcodes = {
  PROTO: [
    0x80,
    (cursor) => {
      const protocol = cursor.unsigned(1);
      if (protocol > maxProtocol) throw cursor.fail(`has the protocol ${protocol}; 0 to ${maxProtocol} are supported`);
    },
  ],
  FRAME: [
    0x95,
    (cursor) => {
      const length = cursor.unsigned(8);
      if (length > cursor.left()) throw cursor.fail("ends inside the pickle: it is truncated or damaged");
    },
  ],
};

/** Opcodes whose values are not in the pickle. */
const refused: Readonly<Record<number, string>> = {
  0x82: "an extension code",
  0x83: "an extension code",
  0x84: "an extension code",
  0x97: "a buffer outside of the pickle",
  0x98: "a buffer outside of the pickle",
};

const opcodes: readonly (Opcode | undefined)[] = (() => {
  const byByte = new Array<Opcode | undefined>(256).fill(undefined);
  for (const [byte, effect] of Object.values({ ...streamOpcodes, ...scalarOpcodes, ...objectOpcodes })) {
    byByte[byte] = effect;
  }
  return byByte;
})();

export interface Pickle {
  readonly value: PickleValue;
  /** References to objects outside of the pickle. */
  readonly persistent: readonly PicklePersistent[];
  /** Position after the pickle. */
  readonly end: number;
}

/**
 * Reads a pickle of protocol 0 to 5 as records, from a position in a source. It looks up and calls nothing: a class is a name, and an
 * object is a record of the call that Python would make. Bytes stay in the source.
 *
 * @throws TweedieError if it is damaged, no pickle, or above a limit.
 */
export function readPickle(source: ByteSource, where: string, start = 0): Pickle {
  const cursor = pickleCursor(source, where, start);
  const stack = pickleStack(cursor.fail);
  const persistent: PicklePersistent[] = [];
  for (let count = 0; count < pickleLimits.opcodes; count++) {
    const byte = cursor.unsigned(1);
    if (byte === stop) return { value: stack.pop(), persistent, end: cursor.position() };
    const effect = opcodes[byte];
    if (!effect) throw cursor.fail(`has ${refused[byte] ?? `the unknown opcode 0x${byte.toString(16)}`}`);
    effect(cursor, stack);
    if (persistentOpcodes.has(byte)) persistent.push(stack.top() as PicklePersistent);
  }
  throw cursor.fail(`has more than ${pickleLimits.opcodes} opcodes`);
}
