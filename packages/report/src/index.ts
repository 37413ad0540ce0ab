export { type DiagnosticPanel, diagnosticPanels } from "./diagnostic-panels.ts";
export { labelExpr } from "./figures/value-axis.ts";
export { frameOf, scatter, type Cloud, type Frame } from "./figures/scatter.ts";
export { loadRenderer, renderPng, renderSvg, type Figure } from "./render.ts";
export { color, type ColorName, figureConfig, vegaLiteSchema } from "./theme.ts";
export { displayKind, samplesFigure } from "./samples-figure.ts";
export { writeBestTrialReport, writeSweepReport } from "./sweep/write-sweep-report.ts";
export { writeReport } from "./write-report.ts";
