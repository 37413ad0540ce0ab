import { noiseBandEdges } from "@tweedie/engine";
import { metricCurve } from "../figures/metric-curve.ts";
import { type Series, seriesCurves } from "../figures/series-curves.ts";
import { renderSvg } from "../render.ts";
import type { DiagnosticCurves } from "../results.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Diagnostics drawn on one axis. `key` is the logged name without `diag.`, `name` the label. */
interface DiagnosticPanel {
  readonly title: string;
  readonly curves: readonly { readonly key: string; readonly name: string; readonly color: ColorName }[];
  readonly caption: string;
}

const bandNames = [
  `σ < ${noiseBandEdges[0]}`,
  ...noiseBandEdges.slice(1).map((edge, i) => `${noiseBandEdges[i]} – ${edge}`),
  `σ > ${noiseBandEdges.at(-1)}`,
];
const bandColors = ["student", "fakeScore", "teacher", "muted"] as const;

const bandPanel = (quantity: string, caption: string): DiagnosticPanel => ({
  title: `${quantity} by noise level`,
  curves: bandNames.map((name, i) => ({ key: `${quantity}.band${i}`, name, color: bandColors[i] ?? "ink" })),
  caption,
});

const panels: readonly DiagnosticPanel[] = [
  {
    title: "V, L1, L2",
    curves: [
      { key: "V", name: "V", color: "student" },
      { key: "L1", name: "L1", color: "muted" },
      { key: "L2", name: "L2", color: "data" },
    ],
    caption:
      "V is a lower bound of the Fisher divergence between student and teacher. With the optimal fake score, V, L1 and L2 all equal the divergence. Near 0 the fake score finds no difference between student and teacher.",
  },
  {
    title: "fake score's excess loss (psi-gap)",
    curves: [{ key: "psiGap", name: "psi-gap", color: "fakeScore" }],
    caption:
      "Denoising loss of the fake score minus the minimum loss, which is estimated from other samples of the student where they are dense enough. V plus the psi-gap is about the Fisher divergence: if the psi-gap exceeds V, the fake score captures less than half of it.",
  },
  bandPanel(
    "V",
    "σ is the noise level in units of the data's standard deviation. V at low noise levels measures errors of details, at high noise levels errors of the overall shape.",
  ),
  bandPanel("L1", "|teacher − fake score|² at the same noise levels."),
  bandPanel("L2", "⟨teacher − fake score, teacher − noise⟩ at the same noise levels."),
  {
    title: "gradient with respect to the samples",
    curves: [
      { key: "grad.loss", name: "loss", color: "student" },
      { key: "grad.L1", name: "L1", color: "muted" },
      { key: "grad.L2", name: "L2", color: "data" },
    ],
    caption:
      "Mean norm, with the student's weighting. If the gradients of L1 and L2 are much larger than the gradient of the loss, they cancel each other.",
  },
];

/** Diagnostics of the distillation: how well the fake score measures the difference between student and teacher. */
export async function diagnosticsSection(diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const figures: Html[] = [];
  for (const panel of panels) {
    const figure = await panelFigure(panel, diagnostics);
    if (figure) figures.push(figure);
  }
  const spread = await spreadFigure(diagnostics);
  if (spread) figures.push(spread);
  if (figures.length === 0) return undefined;
  return html`<section>
    <h2>Diagnostics</h2>
    <div class="grid">${figures}</div>
    <p class="note">
      Measured at each evaluation with the student's current weights, not their moving average, and always with the same
      random draws.
    </p>
  </section>`;
}

async function panelFigure(panel: DiagnosticPanel, diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const { title, curves, caption } = panel;
  const series: Series[] = curves.flatMap(({ key, ...curve }) => {
    const points = diagnostics.get(key) ?? [];
    return points.length > 1 ? [{ ...curve, points }] : [];
  });
  if (series.length === 0) return undefined;
  const last = series.map(({ name, points }) => `${name} ${formatNumber(points.at(-1)!.value)}`).join(", ");
  return svgFigure(
    await renderSvg(seriesCurves(title, series)),
    `${title} during training; last values: ${last}`,
    caption,
  );
}

async function spreadFigure(diagnostics: DiagnosticCurves): Promise<Html | undefined> {
  const points = diagnostics.get("spread") ?? [];
  if (points.length < 2) return undefined;
  const curve = metricCurve("student's spread / data's spread", { name: "student", points }, [
    { name: "data", value: 1, color: "data" },
  ]);
  const last = formatNumber(points.at(-1)!.value);
  return svgFigure(
    await renderSvg(curve),
    `Spread of the student relative to the data during training; last value: ${last}`,
    "Near 0 the student has collapsed to a point; far above 1 it diverges.",
  );
}
