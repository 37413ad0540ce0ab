import type { Result } from "../results.ts";
import { formatNumber } from "./format.ts";
import { goalLabels } from "./results-section.ts";

/** The first metric of a run in one sentence, beside its noise floor and its teacher. Undefined if it was not measured. */
export function summaryOf([first]: readonly Result[]): string | undefined {
  if (first?.value === undefined) return undefined;
  const { name, goal, value, floor, teacher } = first;
  const direction = goal === undefined ? "" : ` (${goalLabels[goal]})`;
  const others = [
    ...(teacher === undefined ? [] : [`${formatNumber(teacher)} of its teacher`]),
    ...(floor === undefined ? [] : [`${formatNumber(floor)} between two sets of real samples`]),
  ].join(" and ");
  return `The student's ${name} is ${formatNumber(value)}${direction}${others === "" ? "" : `, beside ${others}`}.`;
}
