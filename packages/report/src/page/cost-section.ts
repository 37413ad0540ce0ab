import type { TeacherCurve } from "@tweedie/engine";
import { costCurve } from "../figures/cost-curve.ts";
import { frameOf } from "../figures/scatter.ts";
import { renderSvg } from "../render.ts";
import type { Result } from "../results.ts";
import type { RunRecord } from "../run-record.ts";
import { pictureOf } from "../samples-figure.ts";
import type { ColorName } from "../theme.ts";
import { svgFigure } from "./figure.ts";
import { formatCount, formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";
import { goals } from "./results-section.ts";
import { picture } from "./samples-section.ts";

const colors: readonly ColorName[] = ["teacher", "fakeScore", "muted"];

/** What the teacher reaches with more and more network evaluations, and the student with one. */
export async function costSection(
  { teacherCurve, samples }: Pick<RunRecord, "teacherCurve" | "samples">,
  results: readonly Result[],
): Promise<Html | undefined> {
  if (!teacherCurve || teacherCurve.points.length === 0) return undefined;
  const metrics = results.filter(({ name }) => name in teacherCurve.student);
  const figures: Html[] = [];
  for (const metric of metrics) figures.push(await curveFigure(metric, teacherCurve));
  return html`<section>
    <h2>Quality against cost</h2>
    ${await strip(samples)}
    <div class="grid">${figures}</div>
    <p class="note">
      The teacher by the network evaluations that its sampler spends, the student by its one. All of this is measured by
      ${formatCount(teacherCurve.samples)} samples, the noise floor too, which is the higher the fewer they are.
    </p>
    ${table(metrics, teacherCurve)}
  </section>`;
}

/** The teacher's samples, the cheapest first, and the student's at the end. */
async function strip({ data, student, costs }: RunRecord["samples"]): Promise<Html | undefined> {
  const reference = data ?? costs[0]?.samples;
  if (costs.length === 0 || !reference || !pictureOf(reference)) return undefined;
  const frame = frameOf(reference);
  const pictures: Html[] = [];
  for (const { evaluations, samples } of costs) {
    const small = `teacher at ${formatCount(evaluations)}`;
    pictures.push(await picture(samples, { name: "teacher", small, data, frame }));
  }
  if (student) pictures.push(await picture(student, { name: "student", small: "student at 1", data, frame }));
  return html`<div class="strip">${pictures}</div>`;
}

async function curveFigure({ name, goal }: Result, curve: TeacherCurve): Promise<Html> {
  const title = goal ? `${name} (${goals[goal]})` : name;
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
