import type { TopLevelSpec } from "vega-lite";
import { color, figureConfig, panel, vegaLiteSchema } from "../../theme.ts";

/** Bars of the fractions of the variance that parameters explain, in the given order. */
export const importanceBars = (
  effects: readonly { readonly name: string; readonly fraction: number }[],
): TopLevelSpec => {
  const values = effects.map(({ name, fraction }) => ({ name, fraction, label: `${Math.round(100 * fraction)} %` }));
  const y = { field: "name", type: "nominal", title: null, sort: null, axis: { labelLimit: 200 } } as const;
  const x = {
    field: "fraction",
    type: "quantitative",
    title: "fraction of the variance",
    scale: { domainMin: 0, domainMax: 1 },
    axis: { format: ".0%" },
  } as const;
  return {
    $schema: vegaLiteSchema,
    width: panel.width - 90,
    height: { step: 24 },
    config: figureConfig,
    data: { values },
    encoding: { y },
    layer: [
      { mark: { type: "bar", height: 12, color: color("teacher") }, encoding: { x } },
      {
        mark: { type: "text", align: "left", dx: 5, fontSize: 11, color: color("ink") },
        encoding: { x, text: { field: "label", type: "nominal" } },
      },
    ],
  };
};
