import { philox4x32 } from "./philox.ts";

/**
 * A stream of random numbers named by (seed, purpose, step).
 *
 * The same name gives the same numbers on every machine and backend, so a run has no generator to save,
 * and a resumed run draws what the interrupted one would have drawn.
 */
export interface Random {
  /** Uniform on the open interval (0, 1), exact in float32. */
  uniform(count: number): Float32Array;
  /** Standard normal. */
  normal(count: number): Float32Array;
  /** Uniform on 0, ..., bound - 1. */
  integers(count: number, bound: number): Int32Array;
  /** An independent stream for a part of the purpose. */
  child(purpose: string): Random;
}

/** The stream of (seed, purpose, step), at its beginning. */
export function random(seed: number, purpose: string, step = 0): Random {
  const key = fnv1a64(`${seed}/${purpose}`);
  const stepLow = step >>> 0;
  const stepHigh = Math.floor(step / 2 ** 32);
  let block = 0;

  /** The next words. A call begins a new block of four. */
  const words = (count: number): Uint32Array => {
    const out = new Uint32Array(count);
    philox4x32(out, [block % 2 ** 32, Math.floor(block / 2 ** 32), stepLow, stepHigh], key);
    block += Math.ceil(count / 4);
    return out;
  };

  const uniform = (count: number): Float32Array => {
    const out = new Float32Array(count);
    // 23 bits and a half: the largest value is still below 1 in float32.
    words(count).forEach((word, i) => (out[i] = ((word >>> 9) + 0.5) / 2 ** 23));
    return out;
  };

  const normal = (count: number): Float32Array => {
    const out = new Float32Array(count);
    const pairs = words(count + (count % 2));
    // Box and Muller (1958): two words give two normals.
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log((pairs[i]! + 0.5) / 2 ** 32));
      const angle = (2 * Math.PI * (pairs[i + 1]! + 0.5)) / 2 ** 32;
      out[i] = radius * Math.cos(angle);
      if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
    }
    return out;
  };

  const integers = (count: number, bound: number): Int32Array => {
    const out = new Int32Array(count);
    words(count).forEach((word, i) => (out[i] = Math.floor((word / 2 ** 32) * bound)));
    return out;
  };

  return { uniform, normal, integers, child: (part) => random(seed, `${purpose}/${part}`, step) };
}

/** Two words of the 64-bit FNV-1a hash of a text. */
function fnv1a64(text: string): [number, number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return [Number(hash & 0xffffffffn), Number(hash >> 32n)];
}
