import { random } from "@tweedie/core";

/** Random choices of one file. */
export interface Dice {
  /** An integer from 0 to `count - 1`. */
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  bytes(count: number): Uint8Array;
}

/** The choices of the file with an index: the same for the same seed, format and index. */
export function diceOf(seed: number, format: string, index: number): Dice {
  const stream = random(seed, format).child(String(index));
  const below = (count: number) => Math.min(count - 1, Math.floor(stream.uniform(1)[0]! * count));
  return {
    below,
    pick: (list) => list[below(list.length)]!,
    chance: (probability) => stream.uniform(1)[0]! < probability,
    bytes: (count) => Uint8Array.from(stream.uniform(count), (u) => Math.min(255, 256 * u)),
  };
}

/** Changes, removes, repeats or inserts bytes, or cuts the end. */
export function mutated(bytes: Uint8Array, dice: Dice): Uint8Array {
  let out = Uint8Array.from(bytes);
  for (let count = 1 + dice.below(3); count > 0 && out.length > 0; count--) {
    const at = dice.chance(0.6) ? dice.below(Math.min(out.length, 160)) : dice.below(out.length);
    switch (dice.below(6)) {
      case 0:
      case 1:
        out[at] = dice.pick([0, 1, 2, 0x20, 0x7f, 0x80, 0xff, dice.below(256)]);
        break;
      case 2:
        out[at]! ^= 1 << dice.below(8);
        break;
      case 3:
        out = out.slice(0, at);
        break;
      case 4:
        out = Uint8Array.from([...out.subarray(0, at), ...out.subarray(at + 1 + dice.below(8))]);
        break;
      default:
        out = Uint8Array.from([...out.subarray(0, at), ...dice.bytes(1 + dice.below(8)), ...out.subarray(at)]);
    }
  }
  return out;
}
