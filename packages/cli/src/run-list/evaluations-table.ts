import { visibleLine } from "@tweedie/core";
import type { FurtherEvaluation } from "@tweedie/engine";
import { evaluationGroups } from "@tweedie/report/run-entry";
import { countText, spreadText } from "../terminal/format.ts";
import { tableInBlocks } from "../terminal/table.ts";

/** Tables of further evaluations: one for those with the same settings, a row for each checkpoint, and those of teacher, floor and Gaussian. */
export function evaluationsTable(evaluations: readonly FurtherEvaluation[], width = Infinity): string[] {
  return evaluationGroups(evaluations).flatMap((group, i) => [...(i > 0 ? [""] : []), ...groupTable(group, width)]);
}

function groupTable(group: readonly FurtherEvaluation[], width: number): string[] {
  const { floors, floorSpreads, baselines, samples, generated } = group[0]!;
  const { teacher, teacherSpreads } = group.find((each) => each.teacher) ?? {};
  const names = Object.keys(group[0]!.metrics);
  const cells = (values: Readonly<Record<string, number>>, spreads: Readonly<Record<string, number>> = {}) =>
    names.map((name) => (values[name] === undefined ? "" : spreadText(values[name], spreads[name])));
  return [
    ...tableInBlocks(
      [
        ["", ...names.map(visibleLine)],
        ...group.map((each) => [checkpointText(each), ...cells(each.metrics, each.spreads)]),
        ...(teacher ? [["teacher", ...cells(teacher, teacherSpreads)]] : []),
        ["floor", ...cells(floors, floorSpreads)],
        ["gaussian", ...cells(baselines)],
      ],
      width,
    ),
    `${countText(generated ?? samples)} samples, ${countText(samples)} real ones`,
  ];
}

const checkpointText = ({ step, halfLife }: FurtherEvaluation): string =>
  `step ${countText(step)}${halfLife === undefined ? "" : `, half-life ${countText(halfLife)}`}`;
