import { type CheckResult, type FaultReport } from "./results.ts";
import { isGreen } from "./run-checks.ts";
import { failed, injected, outcomes } from "./tally.ts";

/** One line a check: its outcomes, its control, and the first failures. */
export function resultLine(result: CheckResult): string {
  const { id, counts, control, untried, failures, seconds, measured } = result;
  if (untried !== undefined) return `untried  ${id}: ${untried}`;
  const numbers = outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
  const said = control.red ? `control red (${control.detail.slice(0, 120)})` : `CONTROL NOT RED: ${control.detail}`;
  const line = `${isGreen(result) ? "ok" : "FAILED"}  ${id}: ${injected(counts)} faults, ${numbers.join(", ")}; ${said}; ${seconds} s`;
  return [line, ...(measured === undefined ? [] : [`    ${measured}`]), ...failures.map((text) => `    ${text}`)].join(
    "\n",
  );
}

/** The last line: totals over all checks. */
export function summaryLine({ results, seconds, seed }: FaultReport): string {
  const tried = results.filter(({ untried }) => untried === undefined);
  const sum = (count: (result: CheckResult) => number) => tried.reduce((total, result) => total + count(result), 0);
  const red = tried.filter(({ control }) => control.red).length;
  return (
    `${tried.length} checks in ${Math.round(seconds / 60)} min, seed ${seed}: ${sum(({ counts }) => injected(counts))} faults, ` +
    `${sum(({ counts }) => counts.lost)} lost, ${sum(({ counts }) => counts.silent)} silent, ${sum(({ counts }) => counts.crashed)} crashed; ` +
    `${red} of ${tried.length} controls red; ${results.length - tried.length} checks untried; ${sum((result) => failed(result.counts))} faults of the product`
  );
}
