import type { Claim } from "../claim.ts";
import { formatMean, formatStatuses } from "../format.ts";
import type { PageTable } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";
import { lossTitles } from "./loss-titles.ts";

/** Sweep of question 1 over the number of fake-score updates. */
export const updatesSweep = "1-updates";
const [preset, updates] = ["loss.preset", "distill.fakeScore.updates"] as const;

/** Titles of the presets of `sid/identity`. */
const titles: Readonly<Record<string, string>> = {
  l1: lossTitles["L1"]!,
  l2: lossTitles["lambda-0"]!,
  exact: lossTitles["lambda-0.5"]!,
  "frozen-law": lossTitles["lambda-1"]!,
  sid: lossTitles["lambda-1.2"]!,
  full: lossTitles["full"]!,
  left: lossTitles["left"]!,
  right: lossTitles["right"]!,
  "middle-only": lossTitles["middle-only"]!,
};

const runsOf = (results: ResultsByName, loss: string, count: number) =>
  rowsWhere(results[updatesSweep]!, { [preset]: loss, [updates]: count });
const countsOf = (results: ResultsByName) => valuesOf(results[updatesSweep]!, updates).map(Number);

/** Distance by loss and number of updates. */
export function updatesTable(results: ResultsByName): PageTable {
  const counts = countsOf(results);
  const most = Math.max(...counts);
  return {
    caption:
      "With a fake score nearer to its optimum: distance after 300 iterations by the number of fake-score updates an iteration, three seeds:",
    titles: ["loss", ...counts.map(String), `status with ${most}`],
    rows: Object.entries(titles).map(([loss, title]) => [
      title,
      ...counts.map((count) => formatMean(metricOf(runsOf(results, loss, count), "sw1"), 3)),
      formatStatuses(runsOf(results, loss, most).map(({ status }) => status)),
    ]),
  };
}

/** With the most updates, L2 − ½ L1 against the losses off the line. */
export function updatesClaims(results: ResultsByName): readonly Claim[] {
  const most = Math.max(...countsOf(results));
  const distance = (loss: string) => metricOf(runsOf(results, loss, most), "sw1");
  return ["l1", "full", "left", "right", "middle-only"].map((loss) => ({
    text: `With ${most} updates, ${titles["exact"]!} has a lower distance than ${titles[loss]!}`,
    lower: distance("exact"),
    higher: distance(loss),
    digits: 3,
  }));
}
