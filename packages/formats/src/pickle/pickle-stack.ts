import type { TweedieError } from "@tweedie/core";
import type { PickleValue } from "./pickle-value.ts";

/** The stack of a pickle with its marks, and its memo. The number of opcodes bounds all three. */
export interface PickleStack {
  push(value: PickleValue): void;
  pop(): PickleValue;
  top(): PickleValue;
  mark(): void;
  /** Removes and returns the values above the last mark, and the mark. */
  popMark(): PickleValue[];
  /** Removes the top value, or the last mark if nothing is above it. */
  drop(): void;
  /** Stores the top value. */
  put(index?: number): void;
  get(index: number): PickleValue;
}

export function pickleStack(fail: (what: string) => TweedieError): PickleStack {
  const below: PickleValue[][] = [];
  const memo = new Map<number, PickleValue>();
  let stack: PickleValue[] = [];
  const top = (): PickleValue => {
    if (stack.length === 0) throw fail("takes a value from an empty stack: it is damaged or no pickle");
    return stack.at(-1)!;
  };
  const popMark = (): PickleValue[] => {
    const outer = below.pop();
    if (!outer) throw fail("has no mark where one is needed: it is damaged or no pickle");
    const values = stack;
    stack = outer;
    return values;
  };
  return {
    push: (value) => void stack.push(value),
    pop() {
      const value = top();
      stack.pop();
      return value;
    },
    top,
    mark() {
      below.push(stack);
      stack = [];
    },
    popMark,
    drop() {
      if (stack.length > 0) stack.pop();
      else popMark();
    },
    put: (index = memo.size) => void memo.set(index, top()),
    get(index) {
      const value = memo.get(index);
      if (value === undefined) throw fail(`refers to the value ${index}, which it has not stored`);
      return value;
    },
  };
}
