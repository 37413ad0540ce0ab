import { markdownTable } from "../docs/markdown-table.ts";
import { groups } from "./check.ts";
import { summaryLine } from "./lines.ts";
import type { CheckResult, FaultReport } from "./results.ts";
import { injected, upperBound } from "./tally.ts";

/** Texts of docs/reliability.md by the name in their marker: a table for each group, the untried checks, and the soak. */
export function faultTexts(report: FaultReport): Readonly<Record<string, string>> {
  const tables = Object.keys(groups).map((group) => [group, groupTable(report, group)]);
  return { ...Object.fromEntries(tables), untried: untriedTable(report), soak: soakText(report) };
}

const titles = ["fault", "done to the product", "times", "harmless", "healed", "refused", "lost", "silent", "crashed"];

function groupTable({ results }: FaultReport, group: string): string {
  const tried = results.filter((result) => result.group === group && result.untried === undefined);
  return markdownTable([...titles, "at most, 95 %", "control: the build without"], tried.map(row));
}

function row({ fault, done, counts, control, measured }: CheckResult): string[] {
  const times = injected(counts);
  const { harmless, healed, refused, lost, silent, crashed } = counts;
  const numbers = [times, harmless, healed, refused, lost, silent, crashed].map(String);
  const failures = lost + silent + crashed;
  const bound = failures === 0 ? percent(upperBound(times)) : `${failures} failures`;
  const said = measured === undefined ? done : `${done} ${measured}`;
  return [fault, said, ...numbers, bound, `${control.without}: ${control.red ? "red" : "NOT RED"}`];
}

const percent = (probability: number): string => `${(100 * probability).toPrecision(2)} %`;

function untriedTable({ results }: FaultReport): string {
  const untried = results.filter((result) => result.untried !== undefined);
  if (untried.length === 0) return "Every check was run.";
  return markdownTable(
    ["fault", "not tried because it"],
    untried.map(({ fault, untried: why = "" }) => [fault, why]),
  );
}

function soakText(report: FaultReport): string {
  const { commands, machine, version, date, seconds } = report;
  const [soak, ...again] = commands.map((command) => `\`${command}\``);
  const resumed =
    again.length === 0 ? "" : ` Checks that had failed or lacked time were run again by ${again.join(" and ")}.`;
  const facts = `${soak} on ${machine}, Node ${version}, ${date}: ${Math.round(seconds / 60)} minutes.${resumed} Its last line:`;
  return `${facts}\n\n\`\`\`text\n${summaryLine(report)}\n\`\`\``;
}
