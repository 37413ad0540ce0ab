import { lossCurve } from "../../figures/loss-curve.ts";
import { metricCurve, type Reference } from "../../figures/metric-curve.ts";
import { scaleOf, titleOf, titleOfLogged } from "../../metric-name.ts";
import { renderSvg } from "../../render.ts";
import type { LoggedCurve, Result } from "../../results.ts";
import type { ColorName } from "../../theme.ts";
import { figureGrid } from "../figure-grid.ts";
import { svgFigure } from "../figure.ts";
import { formatCount, formatNumber } from "../format.ts";
import { type Html, html } from "../html.ts";

/** Curves of the metrics, the losses and the other logged quantities, each on its own axis. */
export async function trainingSection(
  results: readonly Result[],
  curves: readonly LoggedCurve[],
): Promise<Html | undefined> {
  const metrics: Html[] = [];
  const losses: Html[] = [];
  const others: Html[] = [];
  for (const result of results) if (result.points.length > 1) metrics.push(await metricFigure(result));
  for (const curve of curves) {
    if (curve.points.length < 2) continue;
    (lossNames.includes(curve.name) ? losses : others).push(await loggedFigure(curve, results));
  }
  if (metrics.length + losses.length + others.length === 0) return undefined;
  return html`<section>
    <h2>Training</h2>
    ${figureGrid([metrics, losses], others)}
    <p class="note">
      Losses: thin lines are logged values, bold lines their running median. The student's loss need not decrease,
      because the fake score changes with the student; the metrics measure its progress.
    </p>
  </section>`;
}

async function metricFigure(result: Result): Promise<Html> {
  const { points, value, floor, teacher, baseline } = result;
  const reference = (label: string, value: number | undefined, color: ColorName): Reference[] =>
    value !== undefined && Number.isFinite(value) ? [{ name: label, value, color }] : [];
  const references = [
    ...reference("noise floor", floor, "muted"),
    ...reference("teacher", teacher, "teacher"),
    ...reference("Gaussian", baseline, "data"),
  ];
  const svg = await renderSvg(metricCurve({ name: "student", points }, references));
  const span = `from ${formatNumber(points[0]!.value)} to ${formatNumber(value)}`;
  const alt = `${titleOf(result)} of the student during training, ${span}; noise floor ${formatNumber(floor)}`;
  const legend = [{ name: "student", color: "student" as const }, ...references];
  return svgFigure(svg, alt, { title: titleOf(result), scale: scaleOf(result), legend });
}

/** Logged names of the losses of the teacher, the fake score and the student. */
const lossNames = ["loss", "loss.fakeScore", "loss.student"];

async function loggedFigure(curve: LoggedCurve, results: readonly Result[]): Promise<Html> {
  const { title, color } = captionOf(curve, results);
  const svg = await renderSvg(lossCurve(curve.points, color));
  const last = curve.points.at(-1)!;
  const alt = `${title} during training: ${formatNumber(last.value)} at step ${formatCount(last.step)}`;
  return svgFigure(svg, alt, { title });
}

/** Title and colour of a logged curve, by the model whose loss it is. */
function captionOf({ phase, name }: LoggedCurve, results: readonly Result[]): { title: string; color: ColorName } {
  if (phase === "pretrain") {
    return { title: name === "loss" ? "teacher's loss (pretraining)" : `${name} (pretraining)`, color: "teacher" };
  }
  if (name === "loss.fakeScore") return { title: "fake score's loss", color: "fakeScore" };
  return { title: name === "loss.student" ? "student's loss" : titleOfLogged(name, results), color: "student" };
}
