import type { PickleCursor } from "./pickle-cursor.ts";
import type { PickleStack } from "./pickle-stack.ts";

/** Effect of an opcode on the stack. It reads its arguments at the cursor. */
export type Opcode = (cursor: PickleCursor, stack: PickleStack) => void;

/** Opcodes by name: their byte and their effect. */
export type Opcodes = Readonly<Record<string, readonly [byte: number, effect: Opcode]>>;
