import { seriesCurves } from "../../figures/series-curves.ts";
import { fullName, type NamedMetric, scaleOf, titleOf } from "../../metric-name.ts";
import { figureGrid } from "../../page/figure-grid.ts";
import { svgFigure } from "../../page/figure.ts";
import { foldedSection } from "../../page/fold.ts";
import { formatNumber } from "../../page/format.ts";
import { type Html, html } from "../../page/html.ts";
import { renderSvg } from "../../render.ts";
import { minConfigurations } from "../analysis/importance.ts";
import { mostCurves, valueCurves } from "../analysis/value-curves.ts";
import { heatMap } from "../figures/heat-map.ts";
import { importanceBars } from "../figures/importance-bars.ts";
import { optimizationHistory } from "../figures/optimization-history.ts";
import { parallelCoordinates } from "../figures/parallel-coordinates.ts";
import { slicePlot } from "../figures/slice-plot.ts";
import { byImportance, type SweepData } from "../sweep-data.ts";

/** Maximum number of parameters with slice plots and curves. */
const maxParameters = 8;

/** Optimisation history and parameter importance. */
export async function overviewSection(data: SweepData): Promise<Html> {
  const { state, metric } = data;
  const best = formatNumber(state.configurations[state.best ?? -1]?.value);
  const history = svgFigure(
    await renderSvg(optimizationHistory(state, metric)),
    `${titleOf(metric)} of each configuration in the order of suggestion; best value ${best}`,
    {
      ...axisText(metric),
      caption:
        "Configurations in the order of suggestion; the line is the best value so far. Triangles: pruned configurations, at their last report. Crosses: diverged or failed configurations.",
    },
  );
  return html`<section>
    <h2>Overview</h2>
    <div class="grid">${history} ${await importanceFigure(data)}</div>
  </section>`;
}

/** Title of a figure whose vertical axis is the metric. */
const axisText = (metric: NamedMetric) => ({ title: titleOf(metric), scale: scaleOf(metric) });

async function importanceFigure({ axes, importance, metric }: SweepData): Promise<Html> {
  if (!importance) {
    return html`<p class="note">
      The importance of the parameters is estimated from at least ${minConfigurations} complete configurations with
      different values of the metric.
    </p>`;
  }
  const effects = axes
    .map(({ name }, i) => ({ name, fraction: importance.main[i]! }))
    .sort((a, b) => b.fraction - a.fraction);
  const text = effects.map(({ name, fraction }) => `${name} ${Math.round(100 * fraction)} %`).join(", ");
  return svgFigure(await renderSvg(importanceBars(effects)), `Importance of the parameters: ${text}`, {
    title: "importance of the parameters",
    scale: `fraction of the variance of ${importance.isLog ? "log " : ""}${metric.name}`,
    caption: `Fraction that each parameter explains alone: functional ANOVA of a random forest fitted to ${importance.count} complete configurations, with uniform weight over the range of each parameter.`,
  });
}

/** All complete configurations in parallel coordinates. */
export async function parallelSection({ axes, state, plan, metric }: SweepData): Promise<Html> {
  const figure = svgFigure(
    await renderSvg(parallelCoordinates(axes, state.configurations, plan.metric)),
    `Parallel coordinates of ${axes.length} parameters and ${titleOf(metric)}`,
  );
  return foldedSection(
    "All parameters",
    html`<div class="scroll">${figure}</div>
      <p class="note">
        ${metric.description && `${metric.name}: ${titleOf(metric)} (${scaleOf(metric)}).`} One line per complete
        configuration. It crosses the middle of the axis of a parameter that is not active in it.
      </p>`,
  );
}

/** The metric against each parameter, the most important first, and during training. */
export async function parameterSections(data: SweepData): Promise<Html> {
  const { state, axes, metric } = data;
  const slices: Html[] = [];
  const curves: Html[] = [];
  for (const index of byImportance(data).slice(0, maxParameters)) {
    const axis = axes[index]!;
    slices.push(
      svgFigure(await renderSvg(slicePlot(axis, state)), `${titleOf(metric)} against ${axis.name}`, axisText(metric)),
    );
    const series = valueCurves(axis, state, data.curves);
    if (series.length === 0) continue;
    const ends = series.map(({ name, points }) => `${name} ends at ${formatNumber(points.at(-1)!.value)}`).join(", ");
    const alt = `${titleOf(metric)} during training by ${axis.name}: ${ends}`;
    const isCut = axis.kind === "choice" && axis.values.length > mostCurves;
    const caption = isCut ? `The first ${mostCurves} of ${axis.values.length} values.` : undefined;
    const text = { title: `${titleOf(metric)}, by ${axis.name}`, scale: scaleOf(metric), legend: series, caption };
    curves.push(svgFigure(await renderSvg(seriesCurves(series)), alt, text));
  }
  return html`${gridSection(
    "Single parameters",
    slices,
    "Large points: mean of a configuration over its replicates, with the standard deviation. Small points: trials. Triangles: pruned trials, at their last report. Crosses: diverged or failed trials.",
  )}
  ${gridSection(
    "Training",
    curves,
    "Mean over the trials that reached the step. Values of a numeric parameter are grouped into intervals if there are many.",
  )}`;
}

/** A heat map of the two most important parameters. */
export async function pairSection(data: SweepData): Promise<Html | false> {
  const [first, second] = byImportance(data);
  if (first === undefined || second === undefined) return false;
  const { axes, importance, state, plan, metric } = data;
  const [across, up] = [axes[first]!, axes[second]!];
  const percent = importance && Math.round(100 * importance.interactions[first]![second]!);
  const figure = svgFigure(
    await renderSvg(heatMap([across, up], state.configurations, plan.metric)),
    `Mean ${titleOf(metric)} by ${across.name} and ${up.name}`,
  );
  return foldedSection(
    "Two most important parameters",
    html`<div class="scroll">${figure}</div>
      <p class="note">
        Mean ${fullName(metric)} of the complete configurations in each cell (${scaleOf(metric)}). Darker cells rank
        better.
        ${percent !== undefined && `The interaction of the two parameters explains ${percent} % of the variance.`}
      </p>`,
  );
}

const gridSection = (title: string, figures: readonly Html[], note: string): Html | false =>
  figures.length > 0 &&
  html`<section>
    <h2>${title}</h2>
    ${figureGrid([figures])}
    <p class="note">${note}</p>
  </section>`;
