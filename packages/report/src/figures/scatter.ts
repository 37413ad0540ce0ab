import type { NDArray } from "@tweedie/core";
import type { Spec } from "vega";
import { color, type ColorName, figureConfig } from "../theme.ts";

/** Samples `[n, d]`, of which the first two coordinates are drawn. */
export interface Cloud {
  readonly samples: NDArray;
  readonly color: ColorName;
}

/** A square part of the plane. */
export interface Frame {
  readonly center: readonly [number, number];
  readonly radius: number;
}

export interface ScatterOptions {
  /** Width and height of the panel. */
  readonly side?: number;
  /** Axes with their numbers; a small panel beside others does without. */
  readonly axes?: boolean;
  /** At most so many points of each cloud are drawn, the first ones. */
  readonly most?: number;
}

/** The square that holds nearly all samples, with a margin. Panels that are compared share that of the data. */
export function frameOf({ shape, data }: NDArray): Frame {
  const [, width = 2] = shape;
  const rangeOf = (axis: 0 | 1) => {
    const values = data.filter((value, i) => i % width === axis && Number.isFinite(value)).sort();
    const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? 0;
    return { center: (at(0.002) + at(0.998)) / 2, reach: (at(0.998) - at(0.002)) / 2 };
  };
  const [x, y] = [rangeOf(0), rangeOf(1)];
  return { center: [x.center, y.center], radius: 1.15 * Math.max(x.reach, y.reach) || 1 };
}

/**
 * Clouds of points over each other, on axes of one unit; points outside the frame are not drawn.
 *
 * A point is a segment of no length with round ends, and each cloud is a few paths of them. That is ten times lighter than
 * one mark a point, and where points are dense they are still darker.
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

/** How many samples a frame leaves out, those that are not numbers among them. */
export function outside({ shape, data }: NDArray, { center, radius }: Frame): number {
  const [count = 0, width = 2] = shape;
  const isInside = (i: number, axis: 0 | 1) => Math.abs(data[i * width + axis]! - center[axis]) <= radius;
  return Array.from({ length: count }, (_, i) => i).filter((i) => !(isInside(i, 0) && isInside(i, 1))).length;
}

/** Points in pixels, dealt out to eight paths: within one path, points that overlap are no darker. */
function pathsOf(
  { shape, data }: NDArray,
  { frame, side, most }: { frame: Frame; side: number; most: number },
): string[] {
  const [count = 0, width = 2] = shape;
  const place = (value: number, axis: 0 | 1) => ((value - frame.center[axis]) / frame.radius + 1) * (side / 2);
  const paths = Array.from({ length: 8 }, () => "");
  for (let i = 0; i < Math.min(most, count); i++) {
    const x = place(data[i * width]!, 0);
    const y = side - place(data[i * width + 1]!, 1);
    if (x >= 0 && x <= side && y >= 0 && y <= side) paths[i % paths.length] += `M${x.toFixed(1)},${y.toFixed(1)}h0`;
  }
  return paths.filter(Boolean);
}
