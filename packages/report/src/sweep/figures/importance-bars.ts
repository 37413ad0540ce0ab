import type { TopLevelSpec } from "vega-lite";
import { color, figureConfig, panel } from "../../theme.ts";

/** Shares of the variance, the largest first. */
export const importanceBars = (shares: readonly { readonly name: string; readonly share: number }[]): TopLevelSpec => {
  const values = shares.map(({ name, share }) => ({ name, share, label: `${Math.round(100 * share)} %` }));
  const y = { field: "name", type: "nominal", title: null, sort: null, axis: { labelLimit: 200 } } as const;
  const x = {
    field: "share",
    type: "quantitative",
    title: "share of the variance",
    scale: { domainMin: 0, domainMax: 1 },
    axis: { format: ".0%" },
  } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
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
