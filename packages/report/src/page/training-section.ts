import { lossCurves } from "../figures/loss-curves.ts";
import { metricCurve, type Reference } from "../figures/metric-curve.ts";
import { renderSvg } from "../render.ts";
import type { Result, Trace } from "../results.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatCount, formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";
import { goals } from "./results-section.ts";

/** Metrics, losses and whatever else was logged in training, each on an axis of its own. */
export async function trainingSection(results: readonly Result[], traces: readonly Trace[]): Promise<Html | undefined> {
  const figures: Html[] = [];
  for (const result of results) if (result.points.length > 1) figures.push(await metricFigure(result));
  for (const trace of traces) if (trace.points.length > 1) figures.push(await lossFigure(trace));
  if (figures.length === 0) return undefined;
  return html`<section>
    <h2>Training</h2>
    <div class="grid">${figures}</div>
    <p class="note">
      Losses: faint as logged, bold their running median. The student's need not fall: in a game of two, only the
      metrics say whether it improves.
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
  const title = goal ? `${name} (${goals[goal]})` : name;
  const svg = await renderSvg(metricCurve(title, { name: "student", points }, references));
  const span = `from ${formatNumber(points[0]!.value)} to ${formatNumber(value)}`;
  return svgFigure(svg, `${name} of the student over training, ${span}; noise floor ${formatNumber(floor)}`);
}

async function lossFigure(trace: Trace): Promise<Html> {
  const { title, color } = labelOf(trace);
  const svg = await renderSvg(lossCurves(title, [{ name: title, points: trace.points, color }]));
  const last = trace.points.at(-1)!;
  return svgFigure(svg, `${title} over training: ${formatNumber(last.value)} at step ${formatCount(last.step)}`);
}

/** What a trace is called and coloured: by whose loss it is, where it says so. */
function labelOf({ phase, name }: Trace): { title: string; color: ColorName } {
  if (phase === "pretrain") {
    return { title: name === "loss" ? "teacher's loss (pretraining)" : `${name} (pretraining)`, color: "teacher" };
  }
  if (name === "loss.fakeScore") return { title: "fake score's loss", color: "fakeScore" };
  return { title: name === "loss.student" ? "student's loss" : name, color: "student" };
}
