import type { Dimension, SearchPoint, SearchSpace } from "@tweedie/core";
import { indexAt } from "../space/values.ts";
import { choiceKernel, type ParzenKernel, rangeKernel } from "./kernel.ts";
import { kernelWidths } from "./widths.ts";

/** Density estimate of observations: a mixture of one kernel per observation and one for the prior. */
export interface ParzenEstimate {
  /** Draws a point from uniform numbers in (0, 1): the first selects the kernel, the others are for the dimensions. */
  draw(u: readonly number[]): SearchPoint;
  logDensity(point: SearchPoint): number;
}

/** Estimates the density of points that have values for all dimensions, in order of time. */
export function parzenEstimate(space: SearchSpace, points: readonly SearchPoint[]): ParzenEstimate {
  const raw = [...recencyWeights(points.length), 1];
  const sum = raw.reduce((total, each) => total + each, 0);
  const weights = raw.map((each) => each / sum);
  const kernels = space.map((dimension) => kernelsOf(dimension, points));
  return {
    draw: ([first, ...rest]) => {
      const at = indexAt(weights, first!);
      return Object.fromEntries(space.map(({ name }, d) => [name, kernels[d]![at]!.draw(rest[d]!)]));
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

/** Kernels of one dimension: one per point, and the prior last. */
function kernelsOf(dimension: Dimension, points: readonly SearchPoint[]): readonly ParzenKernel[] {
  const values = points.map((point) => point[dimension.name]!);
  if (dimension.kind === "choice") {
    const prior = 1 / (points.length + 1);
    return [...values, undefined].map((value) => choiceKernel(dimension, value, prior));
  }
  const centres = values.map((value) => {
    const [low, high] = dimension.shares(value);
    return (low + high) / 2;
  });
  const widths = kernelWidths(centres);
  return [
    ...centres.map((centre, index) => rangeKernel(dimension, centre, widths[index]!)),
    rangeKernel(dimension, 0.5, 1),
  ];
}

/** Weights of observations in order of time: 1 for the last 25, linearly smaller for older ones. */
function recencyWeights(count: number): readonly number[] {
  const old = Math.max(0, count - 25);
  return Array.from({ length: count }, (_, index) =>
    index >= old ? 1 : old === 1 ? 1 / count : 1 / count + (index / (old - 1)) * (1 - 1 / count),
  );
}
