import type { Dimension, Point, Space } from "@tweedie/core";
import { choiceKernel, type Kernel, rangeKernel } from "./kernel.ts";
import { indexAt } from "../space/draw-point.ts";
import { widthsOf } from "./widths.ts";

/** A mixture of one kernel for each observation and one for what was believed before. */
export interface Parzen {
  /** A point of these dimensions, by one uniform number for the kernel and one for each dimension. */
  draw(shares: readonly number[]): Point;
  logDensity(point: Point): number;
}

/**
 * The estimate of the density of observations that have all of these dimensions, in order of time.
 */
export function parzen(space: Space, points: readonly Point[]): Parzen {
  const raw = [...recency(points.length), 1];
  const sum = raw.reduce((total, each) => total + each, 0);
  const weights = raw.map((each) => each / sum);
  const kernels = space.map((dimension) => kernelsOf(dimension, points));
  return {
    draw: ([pick, ...shares]) => {
      const at = indexAt(weights, pick!);
      return Object.fromEntries(space.map(({ name }, d) => [name, kernels[d]![at]!.draw(shares[d]!)]));
    },
    logDensity: (point) => {
      const terms = weights.map((weight, at) =>
        space.reduce((total, { name }, d) => total + kernels[d]![at]!.logDensity(point[name]!), Math.log(weight)),
      );
      const most = Math.max(...terms);
      return most + Math.log(terms.reduce((total, term) => total + Math.exp(term - most), 0));
    },
  };
}

function kernelsOf(dimension: Dimension, points: readonly Point[]): readonly Kernel[] {
  const values = points.map((point) => point[dimension.name]!);
  if (dimension.kind === "choice") {
    const prior = 1 / (points.length + 1);
    return [...values, undefined].map((value) => choiceKernel(dimension, value, prior));
  }
  const centres = values.map((value) => {
    const [low, high] = dimension.shares(value);
    return (low + high) / 2;
  });
  const widths = widthsOf(centres);
  return [
    ...centres.map((centre, index) => rangeKernel(dimension, centre, widths[index]!)),
    rangeKernel(dimension, 0.5, 1),
  ];
}

/** The last 25 observations count fully, those before them the less the older they are. */
function recency(count: number): readonly number[] {
  const old = Math.max(0, count - 25);
  return Array.from({ length: count }, (_, index) =>
    index >= old ? 1 : old === 1 ? 1 / count : 1 / count + (index / (old - 1)) * (1 - 1 / count),
  );
}
