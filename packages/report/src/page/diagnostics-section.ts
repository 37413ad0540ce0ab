import { noiseBandEdges } from "@tweedie/engine";
import { metricCurve } from "../figures/metric-curve.ts";
import { type Series, seriesCurves } from "../figures/series-curves.ts";
import { renderSvg } from "../render.ts";
import type { Diagnostics } from "../results.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";

/** What is drawn on one axis: diagnostics under the names that the reader sees, and how to read them. */
interface Panel {
  readonly title: string;
  readonly curves: readonly { readonly of: string; readonly name: string; readonly color: ColorName }[];
  readonly reading: string;
}

const bandNames = [
  `σ < ${noiseBandEdges[0]}`,
  ...noiseBandEdges.slice(1).map((edge, i) => `${noiseBandEdges[i]} – ${edge}`),
  `σ > ${noiseBandEdges.at(-1)}`,
];
const bandColors = ["student", "fakeScore", "teacher", "muted"] as const;

const bands = (quantity: string, reading: string): Panel => ({
  title: `${quantity} by noise`,
  curves: bandNames.map((name, i) => ({ of: `${quantity}.band${i}`, name, color: bandColors[i] ?? "ink" })),
  reading,
});

const panels: readonly Panel[] = [
  {
    title: "V, L1, L2",
    curves: [
      { of: "V", name: "V", color: "student" },
      { of: "L1", name: "L1", color: "muted" },
      { of: "L2", name: "L2", color: "data" },
    ],
    reading:
      "V is at most the Fisher divergence of the student from the teacher, and reaches it with the best fake score. Near 0 the fake score sees no difference any more. L1 and L2 agree with it only there.",
  },
  {
    title: "fake score's excess loss (psi-gap)",
    curves: [{ of: "psiGap", name: "psi-gap", color: "fakeScore" }],
    reading:
      "The fake score's denoising loss above the least possible one, which the student's other samples show where they lie densely enough. With V it adds up to about the Fisher divergence: where it is the larger, less than half of that is seen.",
  },
  bands(
    "V",
    "At which noise the student's error is, σ in units of the data's spread: its details on the left of the legend, its whole on the right.",
  ),
  bands("L1", "|teacher − fake score|² in the same bands."),
  bands("L2", "⟨teacher − fake score, teacher − noise⟩ in the same bands."),
  {
    title: "gradient in the samples",
    curves: [
      { of: "grad.loss", name: "the loss", color: "student" },
      { of: "grad.L1", name: "L1", color: "muted" },
      { of: "grad.L2", name: "L2", color: "data" },
    ],
    reading: "Mean norm under the student's weighting. Parts much larger than the loss cancel each other.",
  },
];

/** How the game stood, beyond its losses: where it was seen well and where it was not. */
export async function diagnosticsSection(diagnostics: Diagnostics): Promise<Html | undefined> {
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
      At each evaluation, of the student as it trains (not its average), on draws that are always the same.
    </p>
  </section>`;
}

async function panelFigure({ title, curves, reading }: Panel, diagnostics: Diagnostics): Promise<Html | undefined> {
  const series: Series[] = curves.flatMap(({ of, ...curve }) => {
    const points = diagnostics.get(of) ?? [];
    return points.length > 1 ? [{ ...curve, points }] : [];
  });
  if (series.length === 0) return undefined;
  const last = series.map(({ name, points }) => `${name} ${formatNumber(points.at(-1)!.value)}`).join(", ");
  return svgFigure(await renderSvg(seriesCurves(title, series)), `${title} over training; at the end ${last}`, reading);
}

async function spreadFigure(diagnostics: Diagnostics): Promise<Html | undefined> {
  const points = diagnostics.get("spread") ?? [];
  if (points.length < 2) return undefined;
  const curve = metricCurve("spread / data's spread", { name: "student", points }, [
    { name: "data", value: 1, color: "data" },
  ]);
  const alt = `The student's spread beside the data's over training; at the end ${formatNumber(points.at(-1)!.value)}`;
  return svgFigure(
    await renderSvg(curve),
    alt,
    "Near 0 the student has collapsed to a point; far above 1 it diverges.",
  );
}
