import { ndarray, type NDArray } from "@tweedie/core";

/** The samples that tools/parity/metrics.py generates. */
export function paritySamples(n: number, d: number, seed: number, scale: number, shift: number): NDArray {
  const data = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    let before = 0;
    for (let j = 0; j < d; j++) {
      seed = (1664525 * seed + 1013904223) % 2 ** 32;
      const x = (Math.fround(seed / 2 ** 32) - 0.5) * (1 + j) ** -0.5 * scale + shift;
      data[i * d + j] = x + 0.7 * before;
      before = x;
    }
  }
  return ndarray([n, d], data);
}
