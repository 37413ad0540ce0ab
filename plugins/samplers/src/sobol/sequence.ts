import { directionNumbers } from "./direction-numbers.ts";

/** Number of dimensions for which there are direction numbers. */
export const maxDimensions = directionNumbers.length + 1;

/** Direction words by dimension, computed on first use. */
const words = new Map<number, Uint32Array>();

/**
 * Coordinate of a point of the Sobol sequence, in Gray code order: its first 32 binary digits, as an unsigned integer.
 *
 * Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections" (2008).
 */
export function sobolWord(index: number, dimension: number): number {
  const directions = words.get(dimension) ?? directionsOf(dimension);
  words.set(dimension, directions);
  let word = 0;
  for (let bits = index ^ (index >>> 1), at = 0; bits !== 0; bits >>>= 1, at++) {
    if (bits & 1) word ^= directions[at]!;
  }
  return word >>> 0;
}

function directionsOf(dimension: number): Uint32Array {
  if (dimension === 0) return Uint32Array.from({ length: 32 }, (_, bit) => 2 ** (31 - bit));
  const [a, ...first] = directionNumbers[dimension - 1]!;
  const degree = first.length;
  const directions = new Uint32Array(32);
  for (let bit = 0; bit < 32; bit++) {
    if (bit < degree) {
      directions[bit] = first[bit]! << (31 - bit);
      continue;
    }
    const before = directions[bit - degree]!;
    let word = before ^ (before >>> degree);
    for (let k = 1; k < degree; k++) if ((a! >>> (degree - 1 - k)) & 1) word ^= directions[bit - k]!;
    directions[bit] = word;
  }
  return directions;
}

/**
 * Owen scrambling by a hash: each bit is flipped depending on the higher bits.
 *
 * Laine and Karras (2011), with the constants of Burley, "Practical Hash-based Owen Scrambling" (JCGT 2020).
 */
export function owenScramble(word: number, seed: number): number {
  let x = reverseBits(word);
  x = (x + seed) | 0;
  x ^= Math.imul(x, 0x6c50b47c);
  x ^= Math.imul(x, 0xb82f1e52);
  x ^= Math.imul(x, 0xc7afe638);
  x ^= Math.imul(x, 0x8d22f6e6);
  return reverseBits(x);
}

function reverseBits(word: number): number {
  let x = word;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
