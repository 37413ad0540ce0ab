import { markdownTable } from "../../docs/markdown-table.ts";
import { formatMean, formatStatuses } from "../format.ts";
import { lossTitles } from "../questions/loss-titles.ts";
import { readResults } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";

const shown = ["L1", "lambda-0", "lambda-0.5", "lambda-1", "lambda-1.2", "full", "middle-only", "reverse-kl"];

/** Texts of other documents that are made of the findings, by name. */
export const findingsTexts = (): Readonly<Record<string, string>> => ({ losses: lossesTable() });

/** The losses of question 1 with a learned fake score, in short. */
function lossesTable(): string {
  const results = readResults("1-losses");
  const { sw1, highQuality } = results.floors;
  const rows = shown.map((name) => {
    const runs = rowsWhere(results, { name });
    return [
      lossTitles[name]!,
      formatMean(metricOf(runs, "sw1"), 3),
      formatMean(metricOf(runs, "weightError"), 3),
      formatMean(metricOf(runs, "highQuality"), 2),
      formatStatuses(runs.map(({ status }) => status)),
    ];
  });
  const real = [
    "_real samples_",
    sw1!.toFixed(3),
    results.floors["weightError"]!.toFixed(3),
    highQuality!.toFixed(2),
    "",
  ];
  return markdownTable(["loss", "distance", "error of the modes' weights", "near a mode", "ends as"], [...rows, real]);
}
