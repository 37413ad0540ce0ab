import type { TeacherCurve } from "@tweedie/engine";
import { costCurve } from "../figures/cost-curve.ts";
import { frameOf } from "../figures/scatter.ts";
import { renderSvg } from "../render.ts";
import type { Result } from "../results.ts";
import type { RunData } from "../run-data.ts";
import { displayKind } from "../samples-figure.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatCount, formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";
import { goalLabels } from "./results-section.ts";
import { sampleFigure } from "./sample-figure.ts";

const colors: readonly ColorName[] = ["teacher", "fakeScore", "muted"];

/** Quality of the teacher against the number of network evaluations, compared with the student at one evaluation. */
export async function costSection(
  { teacherCurve, samples }: Pick<RunData, "teacherCurve" | "samples">,
  results: readonly Result[],
): Promise<Html | undefined> {
  if (!teacherCurve || teacherCurve.points.length === 0) return undefined;
  const metrics = results.filter(({ name }) => name in teacherCurve.student);
  const figures: Html[] = [];
  for (const metric of metrics) figures.push(await curveFigure(metric, teacherCurve));
  return html`<section>
    <h2>Quality against sampling cost</h2>
    ${await strip(samples)}
    <div class="grid">${figures}</div>
    <p class="note">
      Metrics of the teacher against the network evaluations per sample; the student needs one evaluation. All values,
      including the noise floor, are measured with ${formatCount(teacherCurve.samples)} samples. The noise floor is
      worse for fewer samples.
    </p>
    ${table(metrics, teacherCurve)}
  </section>`;
}

/** Samples of the teacher by cost, and of the student. */
async function strip({ data, student, costs }: RunData["samples"]): Promise<Html | undefined> {
  const reference = data ?? costs[0]?.samples;
  if (costs.length === 0 || !reference || !displayKind(reference)) return undefined;
  const frame = frameOf(reference);
  const all = [
    ...costs.map((cost) => ({ name: "teacher" as const, ...cost })),
    ...(student ? [{ name: "student" as const, evaluations: 1, samples: student }] : []),
  ];
  const figures: Html[] = [];
  for (const { name, evaluations, samples } of all) {
    const cost = evaluationsOf(evaluations);
    const options = { name, caption: `${name}, ${cost}`, alt: `the ${name} at ${cost}`, isSmall: true, data, frame };
    figures.push(await sampleFigure(samples, options));
  }
  return html`<div class="strip">${figures}</div>`;
}

const evaluationsOf = (count: number): string => (count === 1 ? "1 evaluation" : `${formatCount(count)} evaluations`);

async function curveFigure({ name, goal }: Result, curve: TeacherCurve): Promise<Html> {
  const title = goal ? `${name} (${goalLabels[goal]})` : name;
  const curves = samplersOf(curve).map((sampler, i) => ({
    name: sampler,
    color: colors[i % colors.length]!,
    points: curve.points
      .filter((point) => point.sampler === sampler)
      .map(({ evaluations, metrics }) => ({ evaluations, value: metrics[name] ?? NaN })),
  }));
  const student = curve.student[name] ?? NaN;
  const svg = await renderSvg(
    costCurve(title, curves, [
      { name: "student", value: student, color: "student" },
      { name: "noise floor", value: curve.floors[name] ?? NaN, color: "muted" },
    ]),
  );
  const spans = curves.map(
    ({ name, points }) =>
      `${name} from ${formatNumber(points[0]!.value)} at ${points[0]!.evaluations} to ${formatNumber(points.at(-1)!.value)} at ${points.at(-1)!.evaluations}`,
  );
  return svgFigure(
    svg,
    `${name} against network evaluations: student ${formatNumber(student)} at 1; ${spans.join("; ")}`,
  );
}

const samplersOf = ({ points }: TeacherCurve): string[] => [...new Set(points.map(({ sampler }) => sampler))];

const table = (metrics: readonly Result[], { student, floors, points }: TeacherCurve): Html =>
  html`<div class="scroll">
    <table class="wide">
      <thead>
        <tr>
          <th scope="col">sampler</th>
          <th class="number" scope="col">steps</th>
          <th class="number" scope="col">evaluations</th>
          ${metrics.map(({ name }) => html`<th class="number" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${row(["student", "1", "1"], metrics, student)}
        ${points.map(({ sampler, steps, evaluations, metrics: values }) =>
          row([`teacher, ${sampler}`, formatCount(steps), formatCount(evaluations)], metrics, values),
        )}
        ${row(["noise floor", "", ""], metrics, floors)}
      </tbody>
    </table>
  </div>`;

const row = (
  [sampler, steps, evaluations]: readonly [string, string, string],
  metrics: readonly Result[],
  values: Readonly<Record<string, number>>,
): Html =>
  html`<tr>
    <th scope="row">${sampler}</th>
    <td class="number">${steps}</td>
    <td class="number">${evaluations}</td>
    ${metrics.map(({ name }) => html`<td class="number">${formatNumber(values[name])}</td>`)}
  </tr>`;
