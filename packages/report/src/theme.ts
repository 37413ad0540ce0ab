import type { Config } from "vega-lite";

/**
 * Colours of figures and pages, for light and dark backgrounds. Each kind of series has one colour everywhere. The series colours
 * follow Okabe and Ito, "Color universal design" (2008), and remain distinct under colour blindness.
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

/** Colour of a figure on a light background. `svgFigure` replaces it by a variable that follows the reader's colour scheme. */
export const color = (name: ColorName): string => palette[name].light;

/** Dash patterns, in order, that distinguish series in addition to their colours. */
export const dashes: number[][] = [
  [1, 0],
  [6, 4],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
];

/** Size of a figure of curves in pixels: it fills a phone's width, and two fit side by side on a desktop. */
export const panel = { width: 380, height: 200 } as const;

/** Axis of numbers of things. Between two consecutive numbers Vega would place further ticks and round their labels: 0, 1, 1, 2, 2. */
export const countAxis = { tickMinStep: 1 } as const;

/** Style of every figure. */
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
    // Without a font Vega overestimates the width of labels, and would drop every second one.
    labelOverlap: false,
  },
  // Horizontal titles above the vertical axes are easier to read than rotated ones.
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

/** Schema of Vega-Lite specs. */
export const vegaLiteSchema = "https://vega.github.io/schema/vega-lite/v6.json";

/**
 * Common properties of all figures of curves. The space around the plot does not depend on the labels, so that the axes of a row of
 * figures are aligned.
 */
export const panelFrame = {
  $schema: vegaLiteSchema,
  ...panel,
  autosize: { type: "none" },
  padding: { left: 50, right: 8, top: 14, bottom: 38 },
  config: figureConfig,
} as const;
