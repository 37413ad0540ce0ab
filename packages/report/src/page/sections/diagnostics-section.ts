import { type DiagnosticPanel, diagnosticPanels } from "../../diagnostic-panels.ts";
import { metricCurve } from "../../figures/metric-curve.ts";
import { type Series, seriesCurves } from "../../figures/series-curves.ts";
import { renderSvg } from "../../render.ts";
import type { DiagnosticCurves } from "../../results.ts";
import { svgFigure } from "../figure.ts";
import { foldedSection } from "../fold.ts";
import { formatNumber } from "../format.ts";
import { type Html, html } from "../html.ts";

/** Diagnostics of the distillation: how well the fake score measures the difference between student and teacher. */
export async function diagnosticsSection(diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const figures: Html[] = [];
  for (const panel of diagnosticPanels) {
    const figure = await panelFigure(panel, diagnostics);
    if (figure) figures.push(figure);
  }
  const spread = await spreadFigure(diagnostics);
  if (spread) figures.push(spread);
  if (figures.length === 0) return undefined;
  return foldedSection(
    "Diagnostics",
    html`<div class="grid">${figures}</div>
      <p class="note">
        Measured at each evaluation with the student's current weights, not their moving average, and always with the
        same random draws.
      </p>`,
  );
}

async function panelFigure(panel: DiagnosticPanel, diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const { title, curves, caption } = panel;
  const series: Series[] = curves.flatMap(({ key, ...curve }) => {
    const points = diagnostics.get(key) ?? [];
    return points.length > 1 ? [{ ...curve, points }] : [];
  });
  if (series.length === 0) return undefined;
  const last = series.map(({ name, points }) => `${name} ${formatNumber(points.at(-1)!.value)}`).join(", ");
  const alt = `${title} during training; last values: ${last}`;
  return svgFigure(await renderSvg(seriesCurves(series)), alt, { title, legend: series, caption });
}

async function spreadFigure(diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const points = diagnostics.get("spread") ?? [];
  if (points.length < 2) return undefined;
  const references = [{ name: "data", value: 1, color: "data" }] as const;
  const last = formatNumber(points.at(-1)!.value);
  return svgFigure(
    await renderSvg(metricCurve({ name: "student", points }, references)),
    `Spread of the student relative to the data during training; last value: ${last}`,
    {
      title: "student's spread / data's spread",
      legend: [{ name: "student", color: "student" }, ...references],
      caption: "Near 0 the student has collapsed to a point; far above 1 it diverges.",
    },
  );
}
