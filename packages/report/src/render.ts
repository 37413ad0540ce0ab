import { createRequire } from "node:module";
import type { Spec as VegaSpec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { color } from "./theme.ts";

const require = createRequire(import.meta.url);

/** A figure as data: a Vega-Lite spec, or a Vega one where Vega-Lite has no mark for it. */
export type Figure = TopLevelSpec | VegaSpec;

const isVegaLite = (figure: Figure): figure is TopLevelSpec => figure.$schema?.includes("vega-lite") ?? false;

/** Draws a figure. Vega is loaded by the first call, in about half a second. */
export async function renderSvg(figure: Figure): Promise<string> {
  const [{ compile }, { parse, View, Error: onlyErrors }] = await Promise.all([import("vega-lite"), import("vega")]);
  const spec = isVegaLite(figure) ? compile(figure).spec : figure;
  const view = new View(parse(spec), { renderer: "none", logLevel: onlyErrors });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Rasterises an SVG on white paper, `scale` pixels to a unit, with the one font that is shipped: none need be installed. */
export async function renderPng(svg: string, scale = 2): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const font = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
  const image = new Resvg(svg, {
    background: color("paper"),
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [font],
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
  });
  return image.render().asPng();
}
