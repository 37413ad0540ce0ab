import type { FurtherEvaluation } from "@tweedie/engine";
import type { Result } from "./results.ts";

/** Metrics of further evaluations that a run does not have itself, from its newest checkpoint that was measured with them. */
export function furtherResultsOf(
  evaluations: readonly FurtherEvaluation[],
  own: readonly Pick<Result, "name">[],
): readonly Result[] {
  const ofRun = evaluations.filter(({ halfLife }) => halfLife === undefined);
  const names = new Set(ofRun.flatMap(({ metrics }) => Object.keys(metrics)));
  for (const { name } of own) names.delete(name);
  return [...names].map((name) => resultOf(name, ofRun));
}

/** Evaluations with the same settings together, in the order of their first one; in each group by step and half-life. */
export function evaluationGroups(evaluations: readonly FurtherEvaluation[]): readonly (readonly FurtherEvaluation[])[] {
  const groups = new Map<string, FurtherEvaluation[]>();
  for (const each of evaluations) {
    const key = JSON.stringify(each.settings);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) =>
    group.sort((a, b) => a.step - b.step || (a.halfLife ?? 0) - (b.halfLife ?? 0)),
  );
}

/** The result of a metric by the newest settings with it, and its values at the steps that were measured with them. */
function resultOf(name: string, evaluations: readonly FurtherEvaluation[]): Result {
  const alike = evaluationGroups(evaluations).findLast(([first]) => name in first!.metrics)!;
  const { metrics, spreads, floors, floorSpreads, baselines, goals, descriptions } = alike.at(-1)!;
  const { teacher, teacherSpreads = {} } = alike.findLast((each) => each.teacher) ?? {};
  return {
    name,
    goal: goals[name],
    description: descriptions?.[name],
    value: metrics[name],
    floor: floors[name],
    teacher: teacher?.[name],
    baseline: baselines[name],
    spreads: {
      ...(name in spreads && { value: spreads[name]! }),
      ...(name in teacherSpreads && { teacher: teacherSpreads[name]! }),
      ...(name in floorSpreads && { floor: floorSpreads[name]! }),
    },
    points: alike.map((each) => ({ step: each.step, value: each.metrics[name]! })),
  };
}
