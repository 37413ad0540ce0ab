import { fullName, scaleOf } from "../metric-name.ts";
import type { Result } from "../results.ts";
import { formatNumber } from "./format.ts";

/** The first metric of a run in one sentence, beside its noise floor and its teacher. Undefined if it was not measured. */
export function summaryOf([first]: readonly Result[]): string | undefined {
  if (first?.value === undefined) return undefined;
  const { value, floor, teacher } = first;
  const scale = scaleOf(first);
  const others = [
    ...(teacher === undefined ? [] : [`${formatNumber(teacher)} of its teacher`]),
    ...(floor === undefined ? [] : [`${formatNumber(floor)} between two sets of real samples`]),
  ].join(" and ");
  const comparison = others === "" ? "" : `, beside ${others}`;
  return `The student's ${fullName(first)} is ${formatNumber(value)}${comparison}${scale === "" ? "" : ` (${scale})`}.`;
}
