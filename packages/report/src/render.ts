import { createRequire } from "node:module";
import { requireOptional } from "@tweedie/core";
import type { Spec as VegaSpec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { color } from "./theme.ts";

const require = createRequire(import.meta.url);
const manifest = new URL("../package.json", import.meta.url);

/** A figure as data: a Vega-Lite spec, or a Vega spec where Vega-Lite has no suitable mark. */
export type Figure = TopLevelSpec | VegaSpec;

const isVegaLite = (figure: Figure): figure is TopLevelSpec => figure.$schema?.includes("vega-lite") ?? false;

function loadVega() {
  requireOptional({ names: ["vega", "vega-lite"], manifest, purpose: "figures" });
  return Promise.all([import("vega-lite"), import("vega")]);
}

/**
 * Loads Vega, which takes about 0.5 s. `renderSvg` does so when it is first called.
 *
 * @throws TweedieError if Vega is not installed
 */
export async function loadRenderer(): Promise<void> {
  await loadVega();
}

/**
 * Renders a figure as SVG.
 *
 * @throws TweedieError if Vega is not installed
 */
export async function renderSvg(figure: Figure): Promise<string> {
  const [{ compile }, { parse, View, Error: onlyErrors }] = await loadVega();
  const spec = isVegaLite(figure) ? compile(figure).spec : figure;
  const view = new View(parse(spec), { renderer: "none", logLevel: onlyErrors });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/**
 * Rasterises an SVG on a white background, `scale` pixels per unit. Text uses the font DejaVu Sans, not the system's.
 *
 * @throws TweedieError if the rasteriser or the font is not installed
 */
export async function renderPng(svg: string, scale = 2): Promise<Uint8Array> {
  requireOptional({ names: ["@resvg/resvg-js", "dejavu-fonts-ttf"], manifest, purpose: "figures as PNG files" });
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
