import { expect, test } from "vitest";
import { philox4x32 } from "./philox.ts";

type Words4 = [number, number, number, number];

// Random123's kat_vectors, philox4x32 with 10 rounds.
test.each<[string, Words4, [number, number], Words4]>([
  ["zeros", [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    "ones",
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    "digits of pi",
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
])("Philox4x32-10 returns the published words for %s", (_, counter, key, answer) => {
  const out = new Uint32Array(4);
  philox4x32(out, counter, key);
  expect([...out]).toEqual(answer);
});

test("the counter is incremented with a carry out of its first word", () => {
  const whole = new Uint32Array(12);
  philox4x32(whole, [0xfffffffe, 7, 1, 2], [3, 4]);
  for (const [block, counter] of [
    [0, [0xfffffffe, 7, 1, 2]],
    [1, [0xffffffff, 7, 1, 2]],
    [2, [0, 8, 1, 2]],
  ] as const) {
    const four = new Uint32Array(4);
    philox4x32(four, counter, [3, 4]);
    expect(whole.slice(4 * block, 4 * block + 4)).toEqual(four);
  }
});
