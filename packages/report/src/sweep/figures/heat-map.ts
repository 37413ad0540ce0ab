import type { ConfigurationState, Metric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { color, figureConfig } from "../../theme.ts";
import { groupsOf } from "../groups.ts";
import { shown, type SweptAxis } from "../axis.ts";

/** Mean of the metric over the configurations with two parameters in a cell: the better, the darker. */
export function heatMap(
  [across, up]: readonly [SweptAxis, SweptAxis],
  configurations: readonly ConfigurationState[],
  { goal }: Metric,
): TopLevelSpec {
  const judged = configurations.filter(({ status, value }) => status === "complete" && Number.isFinite(value));
  const [columns, rows] = [groupsOf(across, judged, 6), groupsOf(up, judged, 6)];
  const cells = columns.flatMap((column) =>
    rows.flatMap((row) => {
      const values = judged.filter((each) => column.has(each) && row.has(each)).map(({ value }) => value!);
      if (values.length === 0) return [];
      return [{ x: column.label, y: row.label, value: values.reduce((sum, value) => sum + value, 0) / values.length }];
    }),
  );
  const order = cells.map(({ value }) => value).sort((a, b) => (goal === "minimize" ? b - a : a - b));
  // By rank: one bad cell would else leave no difference among the others.
  const values = cells.map((cell) => ({
    ...cell,
    label: shown(cell.value),
    depth: order.length === 1 ? 0.5 : 0.06 + (0.6 * order.indexOf(cell.value)) / (order.length - 1),
  }));
  const band = (field: "x" | "y", axis: SweptAxis, groups: readonly { label: string }[]) =>
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
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
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
