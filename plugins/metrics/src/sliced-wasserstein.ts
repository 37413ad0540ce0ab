import { definePlugin, sizeOf, type NDArray } from "@tweedie/core";
import { z } from "zod";

/**
 * Sliced Wasserstein distance of order p: `(mean over random directions of Wp^p on the line)^(1/p)`, in the data's units.
 *
 * Of order 2, a shift by m gives `|m| / sqrt(d)` in d dimensions. Of order 1 it is the less upset by modes whose weights
 * are slightly wrong, as those of any finite sample are. Bonneel et al., "Sliced and Radon Wasserstein barycenters of
 * measures", 2015.
 */
export default definePlugin({
  role: "metric",
  summary: "Sliced Wasserstein distance",
  options: z.strictObject({
    order: z.literal([1, 2]).default(2).describe("p: 2 gives the value sw2, 1 gives sw1"),
    projections: z.int().positive().max(65_536).default(128).describe("random directions"),
  }),
  create: ({ order, projections }) => ({
    goals: { [`sw${order}`]: "minimize" },
    measure(samples, reference, random) {
      const size = sizeOf(samples.shape.slice(1));
      let sum = 0;
      for (let i = 0; i < projections; i++) {
        const direction = random.normal(size);
        const length = Math.hypot(...direction);
        const unit = direction.map((x) => x / length);
        sum += wassersteinOnLine(project(samples, unit).sort(), project(reference, unit).sort(), order);
      }
      return { [`sw${order}`]: (sum / projections) ** (1 / order) };
    },
  }),
});

/** Coordinate of each sample along a direction: `[n]`. */
function project({ shape, data }: NDArray, direction: Float32Array): Float64Array {
  const size = direction.length;
  return Float64Array.from({ length: shape[0]! }, (_, row) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += data[row * size + j]! * direction[j]!;
    return sum;
  });
}

/** `Wp^p` of two sorted samples on the line, `∫ |F⁻¹(u) - G⁻¹(u)|^p du`, exact for any two counts. */
function wassersteinOnLine(a: Float64Array, b: Float64Array, order: number): number {
  const total = a.length * b.length;
  let sum = 0;
  // In units of 1 / total, where the quantile functions' steps are whole numbers.
  for (let u = 0, i = 0, j = 0; u < total;) {
    const next = Math.min((i + 1) * b.length, (j + 1) * a.length);
    sum += (next - u) * Math.abs(a[i]! - b[j]!) ** order;
    u = next;
    if (u === (i + 1) * b.length) i++;
    if (u === (j + 1) * a.length) j++;
  }
  return sum / total;
}
