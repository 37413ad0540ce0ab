import type { NDArray } from "@tweedie/core";
import type { Spec } from "vega";
import { color, type ColorName, figureConfig } from "../theme.ts";

/** Samples `[n, d]`, drawn by their first two coordinates. */
export interface Cloud {
  readonly samples: NDArray;
  readonly color: ColorName;
}

/** A square region of the plane. */
export interface Frame {
  readonly center: readonly [number, number];
  readonly radius: number;
}

export interface ScatterOptions {
  /** Width and height of the plot in pixels. */
  readonly side?: number;
  /** True to label the axes. */
  readonly axes?: boolean;
  /** Maximum number of points of each cloud; the first ones are drawn. */
  readonly most?: number;
}

/** The square that contains 99.6 % of the samples in each coordinate, with a margin. Plots to compare share the frame of the data. */
export function frameOf({ shape, data }: NDArray): Frame {
  const [, width = 2] = shape;
  const extentOf = (axis: 0 | 1) => {
    const values = data.filter((value, i) => i % width === axis && Number.isFinite(value)).sort();
    const quantile = (fraction: number) => values[Math.round(fraction * (values.length - 1))] ?? 0;
    const [low, high] = [quantile(0.002), quantile(0.998)];
    return { center: (low + high) / 2, reach: (high - low) / 2 };
  };
  const [x, y] = [extentOf(0), extentOf(1)];
  return { center: [x.center, y.center], radius: 1.15 * Math.max(x.reach, y.reach) || 1 };
}

/**
 * A scatter plot of clouds, with the same unit on both axes; points outside the frame are not drawn.
 *
 * A point is a path segment of length 0 with round ends, and each cloud consists of a few paths. That takes about 10 bytes per
 * point, a tenth of one mark per point, and dense regions are still darker.
 */
export function scatter(clouds: readonly Cloud[], frame: Frame, options: ScatterOptions = {}): Spec {
  const { side = 250, axes = true, most = 2_000 } = options;
  const domain = (axis: 0 | 1) => [frame.center[axis] - frame.radius, frame.center[axis] + frame.radius];
  const axis = { labels: axes, minExtent: axes ? 34 : 0, labelFontSize: 10, tickCount: 4, format: "~g", grid: true };
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    width: side,
    height: side,
    padding: axes ? 4 : 1,
    config: figureConfig as NonNullable<Spec["config"]>,
    scales: [
      { name: "x", domain: domain(0), range: "width" },
      { name: "y", domain: domain(1), range: "height" },
    ],
    axes: [
      { ...axis, scale: "x", orient: "bottom", domain: false },
      { ...axis, scale: "y", orient: "left" },
    ],
    data: [
      {
        name: "paths",
        values: clouds.flatMap((cloud) =>
          pathsOf(cloud.samples, { frame, side, most }).map((path) => ({ path, color: color(cloud.color) })),
        ),
      },
    ],
    marks: [
      {
        type: "path",
        from: { data: "paths" },
        encode: {
          enter: {
            path: { field: "path" },
            stroke: { field: "color" },
            strokeWidth: { value: side / 110 },
            strokeCap: { value: "round" },
            strokeOpacity: { value: 0.55 },
          },
        },
      },
    ],
  };
}

/** Number of samples outside a frame, including those that are NaN or infinite. */
export function countOutside({ shape, data }: NDArray, { center, radius }: Frame): number {
  const [count = 0, width = 2] = shape;
  const isInside = (i: number, axis: 0 | 1) => Math.abs(data[i * width + axis]! - center[axis]) <= radius;
  return Array.from({ length: count }, (_, i) => i).filter((i) => !(isInside(i, 0) && isInside(i, 1))).length;
}

/** Points as path data in pixels, distributed over eight paths: overlapping points of one path are not darker. */
function pathsOf(
  { shape, data }: NDArray,
  { frame, side, most }: { frame: Frame; side: number; most: number },
): string[] {
  const [count = 0, width = 2] = shape;
  const pixel = (value: number, axis: 0 | 1) => ((value - frame.center[axis]) / frame.radius + 1) * (side / 2);
  const paths = Array.from({ length: 8 }, () => "");
  for (let i = 0; i < Math.min(most, count); i++) {
    const x = pixel(data[i * width]!, 0);
    const y = side - pixel(data[i * width + 1]!, 1);
    if (x >= 0 && x <= side && y >= 0 && y <= side) paths[i % paths.length] += `M${x.toFixed(1)},${y.toFixed(1)}h0`;
  }
  return paths.filter(Boolean);
}
