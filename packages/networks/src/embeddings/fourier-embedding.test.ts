import { tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { fourierEmbedding } from "./fourier-embedding.ts";

test("each pair of features lies on the unit circle, at frequencies 1 to 8", () => {
  const noise = [-1.5, 0, 0.3, 1.1];
  const features = fourierEmbedding(tf.tensor1d(noise), 12).arraySync() as number[][];
  noise.forEach((c, row) => {
    for (let i = 0; i < 6; i++) {
      const angle = c * 8 ** (i / 5);
      expect(features[row]![i]).toBeCloseTo(Math.sin(angle), 4);
      expect(features[row]![i + 6]).toBeCloseTo(Math.cos(angle), 4);
    }
  });
});
