import { lossCurves } from "../figures/loss-curves.ts";
import { metricCurve, type Reference } from "../figures/metric-curve.ts";
import { renderSvg } from "../render.ts";
import type { LoggedCurve, Result } from "../results.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatCount, formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";
import { goalLabels } from "./results-section.ts";

/** Curves of the metrics, the losses and the other logged quantities, each on its own axis. */
export async function trainingSection(
  results: readonly Result[],
  curves: readonly LoggedCurve[],
): Promise<Html | undefined> {
  const figures: Html[] = [];
  for (const result of results) if (result.points.length > 1) figures.push(await metricFigure(result));
  for (const curve of curves) if (curve.points.length > 1) figures.push(await lossFigure(curve));
  if (figures.length === 0) return undefined;
  return html`<section>
    <h2>Training</h2>
    <div class="grid">${figures}</div>
    <p class="note">
      Losses: thin lines are logged values, bold lines their running median. The student's loss need not decrease,
      because the fake score changes with the student; the metrics measure its progress.
    </p>
  </section>`;
}

async function metricFigure({ name, goal, points, value, floor, teacher, baseline }: Result): Promise<Html> {
  const reference = (label: string, value: number | undefined, color: ColorName): Reference[] =>
    value === undefined ? [] : [{ name: label, value, color }];
  const references = [
    ...reference("noise floor", floor, "muted"),
    ...reference("teacher", teacher, "teacher"),
    ...reference("Gaussian", baseline, "data"),
  ];
  const title = goal ? `${name} (${goalLabels[goal]})` : name;
  const svg = await renderSvg(metricCurve(title, { name: "student", points }, references));
  const span = `from ${formatNumber(points[0]!.value)} to ${formatNumber(value)}`;
  return svgFigure(svg, `${name} of the student during training, ${span}; noise floor ${formatNumber(floor)}`);
}

async function lossFigure(curve: LoggedCurve): Promise<Html> {
  const { title, color } = labelOf(curve);
  const svg = await renderSvg(lossCurves(title, [{ name: title, points: curve.points, color }]));
  const last = curve.points.at(-1)!;
  return svgFigure(svg, `${title} during training: ${formatNumber(last.value)} at step ${formatCount(last.step)}`);
}

/** Title and colour of a logged curve, by the model whose loss it is. */
function labelOf({ phase, name }: LoggedCurve): { title: string; color: ColorName } {
  if (phase === "pretrain") {
    return { title: name === "loss" ? "teacher's loss (pretraining)" : `${name} (pretraining)`, color: "teacher" };
  }
  if (name === "loss.fakeScore") return { title: "fake score's loss", color: "fakeScore" };
  return { title: name === "loss.student" ? "student's loss" : name, color: "student" };
}
