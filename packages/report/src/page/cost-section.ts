import type { TeacherCurve } from "@tweedie/engine";
import { costCurve } from "../figures/cost-curve.ts";
import { frameOf } from "../figures/scatter.ts";
import { renderSvg } from "../render.ts";
import { type Result, teacherMatchText } from "../results.ts";
import type { RunData } from "../run-data.ts";
import { displayKind } from "../samples-figure.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatCount, formatNumber, formatSpread } from "./format.ts";
import { type Html, html } from "./html.ts";
import { goalLabels } from "./results-section.ts";
import { sampleFigure } from "./sample-figure.ts";

const colors: readonly ColorName[] = ["teacher", "fakeScore", "muted"];

/** Quality of the teacher against the number of network evaluations, compared with the student. */
export async function costSection(
  { teacherCurve, samples, status }: Pick<RunData, "teacherCurve" | "samples" | "status">,
  results: readonly Result[],
): Promise<Html | undefined> {
  if (!teacherCurve || teacherCurve.points.length === 0) return undefined;
  const metrics = results.filter(({ name }) => name in teacherCurve.student);
  const match = teacherMatchText(status);
  const figures: Html[] = [];
  for (const metric of metrics) figures.push(await curveFigure(metric, teacherCurve));
  return html`<section>
    <h2>Quality against sampling cost</h2>
    ${await strip(samples, studentCost(teacherCurve))}
    <div class="grid">${figures}</div>
    ${match && html`<p>${match}</p>`}
    <p class="note">
      Metrics of the teacher against the network evaluations per sample; the student needs
      ${evaluationsOf(studentCost(teacherCurve))}. All values, including the noise floor, are measured with
      ${formatCount(teacherCurve.samples)} samples; the noise floor is worse for fewer samples. A number after ± is the
      standard deviation over sets of samples. ${describeChoice(teacherCurve)}
    </p>
    ${table(metrics, teacherCurve)} ${candidateTable(teacherCurve)}
  </section>`;
}

const describeChoice = ({ choice }: TeacherCurve): string | undefined =>
  choice &&
  `For each number of evaluations, the sampler and the range of noise levels with the best ${choice.metric} were chosen, with ${formatCount(choice.samples)} samples. The values in figure and table are from other latents, against other real samples.`;

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
    const options = { name, caption: `${name}, ${cost}`, alt: `the ${name} at ${cost}`, isSmall: true, data, frame };
    figures.push(await sampleFigure(samples, options));
  }
  return html`<div class="strip">${figures}</div>`;
}

const studentCost = ({ studentEvaluations = 1 }: TeacherCurve): number => studentEvaluations;

const evaluationsOf = (count: number): string => (count === 1 ? "1 evaluation" : `${formatCount(count)} evaluations`);

async function curveFigure({ name, goal }: Result, curve: TeacherCurve): Promise<Html> {
  const title = goal ? `${name} (${goalLabels[goal]})` : name;
  const curves = seriesOf(curve).map(({ name: series, points }, i) => ({
    name: series,
    color: colors[i % colors.length]!,
    points: points.map(({ evaluations, metrics }) => ({ evaluations, value: metrics[name] ?? NaN })),
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
    `${name} against network evaluations: student ${formatNumber(student)} at ${studentCost(curve)}; ${spans.join("; ")}`,
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

const planHead = html`<th scope="col">sampler</th>
  <th class="number" scope="col">noise levels</th>
  <th class="number" scope="col">steps</th>
  <th class="number" scope="col">evaluations</th>`;

const rangeText = (range: TeacherCurve["points"][number]["range"]): string =>
  range ? `${range.min} to ${range.max}` : "";

const table = (metrics: readonly Result[], curve: TeacherCurve): Html => {
  const { student, floors, spreads, points } = curve;
  return html`<div class="scroll">
    <table class="wide">
      <thead>
        <tr>
          ${planHead} ${metrics.map(({ name }) => html`<th class="number" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${row(["student", "", "1", formatCount(studentCost(curve))], cells(metrics, student, spreads?.student))}
        ${points.map(({ sampler, range, steps, evaluations, metrics: values, spreads }) =>
          row(
            [`teacher, ${sampler}`, rangeText(range), formatCount(steps), formatCount(evaluations)],
            cells(metrics, values, spreads),
          ),
        )}
        ${row(["noise floor", "", "", ""], cells(metrics, floors, spreads?.floors))}
      </tbody>
    </table>
  </div>`;
};

/** All samplers and ranges that were tried, with the values that decided. */
const candidateTable = ({ choice }: TeacherCurve): Html | undefined =>
  choice &&
  html`<details>
    <summary>All samplers and ranges of noise levels that were tried</summary>
    <div class="scroll">
      <table class="wide">
        <thead>
          <tr>
            ${planHead}
            <th class="number" scope="col">${choice.metric}</th>
          </tr>
        </thead>
        <tbody>
          ${choice.candidates.map(({ sampler, range, steps, evaluations, value }) =>
            row([sampler, rangeText(range), formatCount(steps), formatCount(evaluations)], [formatNumber(value)]),
          )}
        </tbody>
      </table>
    </div>
    <p class="note">Noise levels in standard deviations of the data.</p>
  </details>`;

type Numbers = Readonly<Record<string, number>>;

const cells = (metrics: readonly Result[], values: Numbers, spreads: Numbers = {}): string[] =>
  metrics.map(({ name }) => `${formatNumber(values[name])}${formatSpread(spreads[name])}`);

const row = (
  [sampler, levels, steps, evaluations]: readonly [string, string, string, string],
  values: readonly string[],
): Html =>
  html`<tr>
    <th scope="row">${sampler}</th>
    <td class="number">${levels}</td>
    <td class="number">${steps}</td>
    <td class="number">${evaluations}</td>
    ${values.map((value) => html`<td class="number">${value}</td>`)}
  </tr>`;
