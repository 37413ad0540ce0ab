import type { FurtherEvaluation } from "@tweedie/engine";
import { evaluationGroups } from "../../further-results.ts";
import { dataTable } from "../data-table.ts";
import { formatCount, formatNumber, formatSpread } from "../format.ts";
import { type Html, html } from "../html.ts";
import { metricColumn } from "../metric-cell.ts";

/** Tables of the evaluations that `tweedie evaluate` has added: a row for each checkpoint, and those of teacher, noise floor and Gaussian. */
export const evaluationsSection = (evaluations: readonly FurtherEvaluation[]): Html | undefined =>
  evaluations.length === 0
    ? undefined
    : html`<section>
        <h2>Further evaluations</h2>
        ${evaluationGroups(evaluations).map(groupTable)}
        <p class="note">
          Checkpoints that were measured after the run. The noise floor is the metric between two sets of real samples;
          the Gaussian has the mean and covariance of the data. A number after ± is a standard deviation over sets of
          samples.
        </p>
      </section>`;

function groupTable(group: readonly FurtherEvaluation[]): Html {
  const { metrics, goals, descriptions, floors, floorSpreads, baselines, samples, generated } = group[0]!;
  const { teacher, teacherSpreads } = group.find((each) => each.teacher) ?? {};
  const names = Object.keys(metrics);
  const row = (title: string, values: Numbers, spreads: Numbers = {}): string[] => [
    title,
    ...names.map((name) => `${formatNumber(values[name])}${formatSpread(spreads[name])}`),
  ];
  return html`<p>${formatCount(generated ?? samples)} samples, compared with ${formatCount(samples)} real ones:</p>
    ${dataTable(
      [
        { title: "checkpoint" },
        ...names.map((name) => metricColumn({ name, goal: goals[name], description: descriptions?.[name] })),
      ],
      [
        ...group.map((each) => row(checkpointText(each), each.metrics, each.spreads)),
        ...(teacher ? [row("teacher", teacher, teacherSpreads)] : []),
        row("noise floor", floors, floorSpreads),
        row("Gaussian", baselines),
      ],
    )}`;
}

type Numbers = Readonly<Record<string, number>>;

const checkpointText = ({ step, halfLife }: FurtherEvaluation): string =>
  `step ${formatCount(step)}${halfLife === undefined ? "" : `, half-life ${formatCount(halfLife)}`}`;
