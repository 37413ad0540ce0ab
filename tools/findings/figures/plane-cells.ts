import { color, type Figure, figureConfig, vegaLiteSchema } from "@tweedie/report";

export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  /** True on the line of sound losses. */
  readonly isMarked: boolean;
}

interface Titles {
  readonly x: string;
  readonly y: string;
}

/**
 * A value for each cell of a grid: the darker, the lower, on a logarithmic scale. Marked cells have a frame. A value above `limit` is shown as
 * diverged.
 */
export function planeCells(cells: readonly Cell[], titles: Titles, limit: number): Figure {
  const logs = cells.map(({ value }) => Math.log(Math.min(value, limit)));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const values = cells.map((cell, i) => ({
    ...cell,
    label: cell.value > limit ? "diverged" : cell.value.toPrecision(2),
    depth: 0.05 + 0.65 * ((most - logs[i]!) / Math.max(most - least, 1e-9)),
  }));
  const ordinal = (field: "x" | "y") => ({
    field,
    type: "ordinal" as const,
    title: titles[field],
    ...(field === "y" && { sort: "descending" as const }),
    scale: { padding: 0.05 },
    axis: { labelAngle: 0, format: "~g" },
  });
  return {
    $schema: vegaLiteSchema,
    width: { step: 74 },
    height: { step: 36 },
    config: figureConfig,
    data: { values },
    encoding: { x: ordinal("x"), y: ordinal("y") },
    layer: [
      {
        mark: { type: "rect", color: color("teacher"), strokeWidth: 2.5 },
        encoding: {
          fillOpacity: { field: "depth", type: "quantitative", scale: null },
          stroke: { condition: { test: "datum.isMarked", value: color("student") }, value: "transparent" },
        },
      },
      {
        mark: { type: "text", fontSize: 12, color: color("ink") },
        encoding: { text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
