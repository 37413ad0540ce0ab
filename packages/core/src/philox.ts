const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** High word of the 64-bit product of two 32-bit words, from products of 16-bit halves, which are exact in 32 bits. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) >>> 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) >>> 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/**
 * Philox4x32-10: fills `out` with four words for each value of the 128-bit counter, whose first word is incremented block by block
 * with a carry into the second.
 *
 * The words depend on counter and key alone: there is no other state.
 * Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), section 3.4.
 */
export function philox4x32(
  out: Uint32Array,
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): void {
  for (let block = 0; 4 * block < out.length; block++) {
    const first = (counter[0] >>> 0) + block;
    let c0 = first | 0;
    let c1 = (counter[1] + Math.floor(first / 2 ** 32)) | 0;
    let [c2, c3] = [counter[2] | 0, counter[3] | 0];
    let [k0, k1] = [key[0] | 0, key[1] | 0];
    for (let round = 0; round < 10; round++) {
      const high0 = mulHigh(M0, c0);
      const high1 = mulHigh(M1, c2);
      const low0 = Math.imul(M0, c0);
      const low1 = Math.imul(M1, c2);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + W0) | 0;
      k1 = (k1 + W1) | 0;
    }
    // A typed array ignores writes beyond its end.
    out[4 * block] = c0;
    out[4 * block + 1] = c1;
    out[4 * block + 2] = c2;
    out[4 * block + 3] = c3;
  }
}
