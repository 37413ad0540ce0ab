import type { ConfigurationState, SweepMetric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { color, figureConfig, vegaLiteSchema } from "../../theme.ts";
import { formatValue, type ParameterAxis } from "../analysis/parameter-axis.ts";
import { groupsOf } from "../analysis/value-groups.ts";
import { isComplete } from "../sweep-data.ts";

/** Mean of the metric over the configurations in each cell of two parameters. Cells with a better mean are darker. */
export function heatMap(
  [across, up]: readonly [ParameterAxis, ParameterAxis],
  configurations: readonly ConfigurationState[],
  { goal }: SweepMetric,
): TopLevelSpec {
  const complete = configurations.filter(isComplete);
  const [columns, rows] = [groupsOf(across, complete, 6), groupsOf(up, complete, 6)];
  const cells = columns.flatMap((column) =>
    rows.flatMap((row) => {
      const values = complete.filter((each) => column.has(each) && row.has(each)).map(({ value }) => value);
      if (values.length === 0) return [];
      return [{ x: column.label, y: row.label, value: values.reduce((sum, value) => sum + value, 0) / values.length }];
    }),
  );
  const order = cells.map(({ value }) => value).sort((a, b) => (goal === "minimize" ? b - a : a - b));
  // Opacity follows the rank, because one bad cell would hide the differences of the others.
  const values = cells.map((cell) => ({
    ...cell,
    label: formatValue(cell.value),
    depth: order.length === 1 ? 0.5 : 0.06 + (0.6 * order.indexOf(cell.value)) / (order.length - 1),
  }));
  const band = (field: "x" | "y", axis: ParameterAxis, groups: readonly { label: string }[]) =>
    ({
      field,
      type: "ordinal",
      title: axis.name,
      sort: null,
      scale: { domain: groups.map(({ label }) => label), padding: 0.04 },
    }) as const;
  const x = { ...band("x", across, columns), axis: { labelAngle: 0, labelLimit: 150, labelExpr: "datum.value" } };
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
