import { definePlugin, sizeOf, type NDArray } from "@tweedie/core";
import { z } from "zod";
import { sortNumbers } from "./points/sort-numbers.ts";

/**
 * Sliced Wasserstein distance of order p, in the units of the data: `(mean of Wp^p over random projections)^(1/p)`.
 *
 * At order 2, a shift by m has the distance `|m| / sqrt(d)` in d dimensions. Order 1 is less sensitive to small errors of mode weights,
 * which every finite sample has. Bonneel et al., "Sliced and Radon Wasserstein barycenters of measures", 2015.
 */
export default definePlugin({
  role: "metric",
  summary: "Sliced Wasserstein distance",
  aliases: ["swd", "wasserstein", "emd", "earth-mover", "sw2"],
  options: z.strictObject({
    order: z.literal([1, 2]).default(2).describe("Order p of the distance; names the value: sw1 or sw2."),
    projections: z.int().positive().max(65_536).default(128).describe("Number of random projections."),
  }),
  create: ({ order, projections }) => ({
    goals: { [`sw${order}`]: "minimize" },
    descriptions: {
      [`sw${order}`]: { title: `sliced Wasserstein distance of order ${order}`, unit: "units of the data" },
    },
    measure(samples, reference, random) {
      const size = sizeOf(samples.shape.slice(1));
      let sum = 0;
      for (let i = 0; i < projections; i++) {
        const direction = random.normal(size);
        const length = Math.hypot(...direction);
        const unit = direction.map((x) => x / length);
        sum += wassersteinOnLine(sortedProjection(samples, unit), sortedProjection(reference, unit), order);
      }
      return { [`sw${order}`]: (sum / projections) ** (1 / order) };
    },
  }),
});

/** Coordinates of the samples along a direction, in ascending order: `[n]`. */
function sortedProjection({ shape, data }: NDArray, direction: Float32Array): Float64Array {
  const size = direction.length;
  const coordinates = new Float64Array(shape[0]!);
  for (let row = 0; row < coordinates.length; row++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += data[row * size + j]! * direction[j]!;
    coordinates[row] = sum;
  }
  return sortNumbers(coordinates);
}

/** `Wp^p` of two sorted samples on the line, `∫ |F⁻¹(u) - G⁻¹(u)|^p du`, exact for any two counts. */
function wassersteinOnLine(a: Float64Array, b: Float64Array, order: number): number {
  const total = a.length * b.length;
  let sum = 0;
  // u in units of 1 / total, so that the steps of both quantile functions are at integers.
  for (let u = 0, i = 0, j = 0; u < total;) {
    const next = Math.min((i + 1) * b.length, (j + 1) * a.length);
    sum += (next - u) * Math.abs(a[i]! - b[j]!) ** order;
    u = next;
    if (u === (i + 1) * b.length) i++;
    if (u === (j + 1) * a.length) j++;
  }
  return sum / total;
}
