import type { TeacherCurve } from "@tweedie/engine";
import { costCurve } from "../../figures/cost-curve.ts";
import { frameOf } from "../../figures/scatter.ts";
import { scaleOf, titleOf, titleOfLogged } from "../../metric-name.ts";
import { renderSvg } from "../../render.ts";
import { type Result, teacherMatchText } from "../../results.ts";
import type { RunData } from "../../run-data.ts";
import { displayKind } from "../../samples-figure.ts";
import type { ColorName } from "../../theme.ts";
import { dataTable } from "../data-table.ts";
import { figureGrid } from "../figure-grid.ts";
import { svgFigure } from "../figure.ts";
import { foldedPart } from "../fold.ts";
import { formatCount, formatNumber, formatSpread } from "../format.ts";
import { type Html, html } from "../html.ts";
import { metricColumn } from "../metric-cell.ts";
import { sampleFigure } from "../sample-figure.ts";

const colors: readonly ColorName[] = ["teacher", "fakeScore", "muted"];

/** Quality of the teacher against the number of network evaluations, compared with the student. */
export async function costSection(
  { teacherCurve, samples, status }: Pick<RunData, "teacherCurve" | "samples" | "status">,
  results: readonly Result[],
): Promise<Html | undefined> {
  if (!teacherCurve || teacherCurve.points.length === 0) return undefined;
  const metrics = results.filter(({ name }) => name in teacherCurve.student);
  const match = teacherMatchText(status, (name) => titleOfLogged(name, results));
  const figures: Html[] = [];
  for (const metric of metrics) figures.push(await curveFigure(metric, teacherCurve));
  return html`<section>
    <h2>Quality against sampling cost</h2>
    ${match !== undefined && html`<p>${match}</p>`} ${await strip(samples, studentCost(teacherCurve))}
    ${figureGrid([figures])} ${foldedPart("All values, and how they are measured", valuesPart(metrics, teacherCurve))}
    ${candidatePart(teacherCurve, metrics)}
  </section>`;
}

const valuesPart = (metrics: readonly Result[], curve: TeacherCurve): Html =>
  html`<p class="note">
      Metrics of the teacher against the network evaluations per sample; the student needs
      ${evaluationsOf(studentCost(curve))}. All values, including the noise floor, are measured with
      ${formatCount(curve.samples)} samples; the noise floor is worse for fewer samples. A number after ± is the
      standard deviation over sets of samples. ${describeChoice(curve, metrics)}
    </p>
    ${table(metrics, curve)}`;

const describeChoice = ({ choice }: TeacherCurve, metrics: readonly Result[]): string | undefined =>
  choice &&
  `For each number of evaluations, the sampler and the range of noise levels with the best ${titleOfLogged(choice.metric, metrics)} were chosen, with ${formatCount(choice.samples)} samples. The values in figure and table are from other latents, against other real samples.`;

/** Samples of the teacher by cost, and of the student. */
async function strip({ data, student, costs }: RunData["samples"], evaluations: number): Promise<Html | undefined> {
  const reference = data ?? costs[0]?.samples;
  if (costs.length === 0 || !reference || !displayKind(reference)) return undefined;
  const frame = frameOf(reference);
  const all = [
    ...costs.map((cost) => ({ name: "teacher" as const, ...cost })),
    ...(student ? [{ name: "student" as const, evaluations, samples: student }] : []),
  ];
  const figures: Html[] = [];
  for (const { name, evaluations, samples } of all) {
    const cost = evaluationsOf(evaluations);
    const options = { name, title: `${name}, ${cost}`, alt: `the ${name} at ${cost}`, isSmall: true, data, frame };
    figures.push(await sampleFigure(samples, options));
  }
  return html`<div class="strip">${figures}</div>`;
}

const studentCost = ({ studentEvaluations = 1 }: TeacherCurve): number => studentEvaluations;

const evaluationsOf = (count: number): string => (count === 1 ? "1 evaluation" : `${formatCount(count)} evaluations`);

async function curveFigure(metric: Result, curve: TeacherCurve): Promise<Html> {
  const { name } = metric;
  const curves = seriesOf(curve).map(({ name: series, points }, i) => ({
    name: series,
    color: colors[i % colors.length]!,
    points: points.map(({ evaluations, metrics }) => ({ evaluations, value: metrics[name] ?? NaN })),
  }));
  const student = curve.student[name] ?? NaN;
  const references = [
    { name: "student", value: student, color: "student" as const },
    { name: "noise floor", value: curve.floors[name] ?? NaN, color: "muted" as const },
  ].filter(({ value }) => Number.isFinite(value));
  const spans = curves.map(
    ({ name, points }) =>
      `${name} from ${formatNumber(points[0]!.value)} at ${points[0]!.evaluations} to ${formatNumber(points.at(-1)!.value)} at ${points.at(-1)!.evaluations}`,
  );
  return svgFigure(
    await renderSvg(costCurve(curves, references)),
    `${titleOf(metric)} against network evaluations: student ${formatNumber(student)} at ${studentCost(curve)}; ${spans.join("; ")}`,
    { title: titleOf(metric), scale: scaleOf(metric), legend: [...curves, ...references] },
  );
}

/** The best points as one series; of version 0.1.0, a series per sampler. */
function seriesOf({ points, choice }: TeacherCurve): { name: string; points: TeacherCurve["points"] }[] {
  if (choice) return [{ name: "teacher", points }];
  return [...new Set(points.map(({ sampler }) => sampler))].map((name) => ({
    name,
    points: points.filter(({ sampler }) => sampler === name),
  }));
}

const planColumns = [
  { title: "sampler" },
  { title: "noise levels", scale: "standard deviations of the data", isNumber: true },
  { title: "steps", isNumber: true },
  { title: "evaluations", isNumber: true },
];

const rangeText = (range: TeacherCurve["points"][number]["range"]): string =>
  range ? `${range.min} to ${range.max}` : "";

const table = (metrics: readonly Result[], curve: TeacherCurve): Html => {
  const { student, floors, spreads, points } = curve;
  return dataTable(
    [...planColumns, ...metrics.map(metricColumn)],
    [
      ["student", "", "1", formatCount(studentCost(curve)), ...cells(metrics, student, spreads?.student)],
      ...points.map(({ sampler, range, steps, evaluations, metrics: values, spreads }) => [
        `teacher, ${sampler}`,
        rangeText(range),
        formatCount(steps),
        formatCount(evaluations),
        ...cells(metrics, values, spreads),
      ]),
      ["noise floor", "", "", "", ...cells(metrics, floors, spreads?.floors)],
    ],
  );
};

/** All samplers and ranges that were tried, with the values that decided. */
const candidatePart = ({ choice }: TeacherCurve, metrics: readonly Result[]): Html | undefined =>
  choice &&
  foldedPart(
    "All samplers and ranges of noise levels that were tried",
    dataTable(
      [...planColumns, { title: titleOfLogged(choice.metric, metrics), isNumber: true }],
      choice.candidates.map(({ sampler, range, steps, evaluations, value }) => [
        sampler,
        rangeText(range),
        formatCount(steps),
        formatCount(evaluations),
        formatNumber(value),
      ]),
      { blocks: false },
    ),
  );

type Numbers = Readonly<Record<string, number>>;

const cells = (metrics: readonly Result[], values: Numbers, spreads: Numbers = {}): string[] =>
  metrics.map(({ name }) => `${formatNumber(values[name])}${formatSpread(spreads[name])}`);
