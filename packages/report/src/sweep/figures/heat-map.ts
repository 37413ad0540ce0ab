import type { ConfigurationState, SweepMetric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { color, figureConfig, vegaLiteSchema } from "../../theme.ts";
import { heatCells } from "../analysis/heat-cells.ts";
import { formatValue, type ParameterAxis } from "../analysis/parameter-axis.ts";

/** Mean of the metric over the configurations in each cell of two parameters. Cells with a better mean are darker. */
export function heatMap(
  [across, up]: readonly [ParameterAxis, ParameterAxis],
  configurations: readonly ConfigurationState[],
  { goal }: SweepMetric,
): TopLevelSpec {
  const { columns, rows, cells } = heatCells([across, up], configurations, goal);
  const values = cells.map(({ column, row, value, depth }) => ({
    x: columns[column]!,
    y: rows[row]!,
    label: formatValue(value),
    depth: cells.length === 1 ? 0.5 : 0.06 + 0.6 * depth,
  }));
  const band = (field: "x" | "y", axis: ParameterAxis, groups: string[]) =>
    ({
      field,
      type: "ordinal",
      title: axis.name,
      sort: null,
      scale: { domain: groups, padding: 0.04 },
    }) as const;
  const x = { ...band("x", across, [...columns]), axis: { labelAngle: 0, labelLimit: 150, labelExpr: "datum.value" } };
  const y = { ...band("y", up, rows.toReversed()), axis: { labelLimit: 110 } };
  return {
    $schema: vegaLiteSchema,
    width: { step: 92 },
    height: { step: 34 },
    config: figureConfig,
    data: { values },
    encoding: { x, y },
    layer: [
      {
        mark: { type: "rect", color: color("teacher") },
        encoding: { fillOpacity: { field: "depth", type: "quantitative", scale: null } },
      },
      {
        mark: { type: "text", fontSize: 11, color: color("ink") },
        encoding: { text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
