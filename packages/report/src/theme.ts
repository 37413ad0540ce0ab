import type { Config } from "vega-lite";

/**
 * The colours of figures and page, for light and for dark paper. Series follow Okabe and Ito, "Color universal design" (2008),
 * told apart by the colour-blind. The same thing has the same colour everywhere.
 */
export const palette = {
  paper: { light: "#ffffff", dark: "#11151a" },
  raised: { light: "#f5f7f8", dark: "#1a2027" },
  ink: { light: "#1c2228", dark: "#e4e8ec" },
  muted: { light: "#5f6a74", dark: "#98a3ad" },
  line: { light: "#dde2e6", dark: "#2c343c" },
  data: { light: "#a3adb6", dark: "#66717b" },
  teacher: { light: "#0072b2", dark: "#56b4e9" },
  student: { light: "#d55e00", dark: "#f08a3c" },
  fakeScore: { light: "#00866a", dark: "#3ac29c" },
} as const;

export type ColorName = keyof typeof palette;

/** The colour of a figure, which is drawn for light paper; on a page it follows the reader's choice (`inlineSvg`). */
export const color = (name: ColorName): string => palette[name].light;

/** The size of a panel of curves: legible on a phone, where it fills the width, and two abreast on a desk. */
export const panel = { width: 380, height: 200 } as const;

/** The style of every figure. */
export const figureConfig: Config = {
  font: "system-ui, 'DejaVu Sans', sans-serif",
  aria: false,
  background: "transparent",
  padding: 4,
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    gridColor: color("line"),
    labelColor: color("muted"),
    labelFontSize: 11,
    labelPadding: 6,
    titleColor: color("muted"),
    titleFontSize: 11,
    titleFontWeight: "normal",
  },
  axisX: {
    grid: false,
    domain: true,
    domainColor: color("muted"),
    format: ",d",
    tickCount: 5,
    labelFlush: true,
    // Vega has no font to measure by here, takes labels for wider than they are, and would drop every other one.
    labelOverlap: false,
  },
  // Titles of vertical axes stand above them, level: they are read without turning the head.
  axisY: { titleAngle: 0, titleAlign: "left", titleAnchor: "start", titleX: 0, titleY: -12, minExtent: 34 },
  legend: {
    orient: "top",
    title: null,
    labelColor: color("ink"),
    labelFontSize: 11,
    labelLimit: 240,
    symbolOpacity: 1,
    symbolSize: 220,
    symbolStrokeWidth: 2,
    offset: 28,
    columnPadding: 4,
  },
};

/** What every panel of curves begins with: its language, its size and its style. */
export const panelFrame = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  ...panel,
  config: figureConfig,
} as const;
