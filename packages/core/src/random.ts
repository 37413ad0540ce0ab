import { philox4x32 } from "./philox.ts";

/**
 * A stream of random numbers named by (seed, purpose, step).
 *
 * The same name yields the same numbers on every machine and backend, so a run has no generator state to save,
 * and a resumed run draws the same numbers as an uninterrupted one.
 */
export interface Random {
  /** Uniform on the open interval (0, 1), exact in float32. */
  uniform(count: number): Float32Array;
  /** Standard normal. */
  normal(count: number): Float32Array;
  /**
   * Uniform on 0, ..., bound - 1. A bound of 2^32 gives all 32 bits, as signed numbers.
   *
   * @throws Error unless the bound is an integer from 1 to 2^31, or 2^32
   */
  integers(count: number, bound: number): Int32Array;
  /** An independent stream for a sub-purpose. */
  child(purpose: string): Random;
}

/** The stream of (seed, purpose, step), at its beginning. */
export const random = (seed: number, purpose: string, step = 0): Random => stream(fnv1a64(`${seed}/${purpose}`), step);

/** The stream of a key and a step. */
function stream(key: Words, step: number): Random {
  const stepLow = step >>> 0;
  const stepHigh = Math.floor(step / 2 ** 32);
  let block = 0;

  /** The next words. Each call starts a new block of four. */
  const words = (count: number): Uint32Array => {
    const out = new Uint32Array(count);
    philox4x32(out, [block % 2 ** 32, Math.floor(block / 2 ** 32), stepLow, stepHigh], key);
    block += Math.ceil(count / 4);
    return out;
  };

  const uniform = (count: number): Float32Array => {
    const out = new Float32Array(count);
    const bits = words(count);
    // 23 bits plus one half: the largest value is still below 1 in float32.
    for (let i = 0; i < count; i++) out[i] = ((bits[i]! >>> 9) + 0.5) / 2 ** 23;
    return out;
  };

  const normal = (count: number): Float32Array => {
    const out = new Float32Array(count);
    const pairs = words(count + (count % 2));
    // Box and Muller (1958): two normals from two words.
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log((pairs[i]! + 0.5) / 2 ** 32));
      const angle = (2 * Math.PI * (pairs[i + 1]! + 0.5)) / 2 ** 32;
      out[i] = radius * Math.cos(angle);
      if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
    }
    return out;
  };

  const integers = (count: number, bound: number): Int32Array => {
    if (!Number.isInteger(bound) || bound < 1 || (bound > 2 ** 31 && bound !== 2 ** 32)) {
      throw new Error(`random integers need a bound from 1 to 2^31, or 2^32, got ${bound}`);
    }
    const out = new Int32Array(count);
    const bits = words(count);
    for (let i = 0; i < count; i++) out[i] = Math.floor((bits[i]! / 2 ** 32) * bound);
    return out;
  };

  // FNV-1a is sequential: the hash of a longer name continues from the hash of its prefix.
  return { uniform, normal, integers, child: (part) => stream(fnv1a64(`/${part}`, key), step) };
}

/** A 64-bit number, low word first. */
type Words = readonly [low: number, high: number];

const utf8 = new TextEncoder();

/** The 64-bit FNV-1a hash of a text, or of its continuation of a prefix whose hash is given. */
function fnv1a64(text: string, [low, high]: Words = [0x84222325, 0xcbf29ce4]): Words {
  for (const byte of utf8.encode(text)) {
    // Multiplication by the prime 2^40 + 0x1b3. A word times 0x1b3 is exact in float64.
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (mixed << 8) + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return [low, high];
}
