import { type Claim, claimByMeans } from "../claim.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import { formatMean, formatNumber } from "../format.ts";
import type { PageFigure, PageTable } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

/** Sweep of question 10 over the scale of the guidance. */
export const guidanceSweep = "10-guidance";
const [scale, unguided] = ["distill.guidance.teacher", "10-family"] as const;

/** A metric at a scale, by seed. The runs with a scale of 1 are those of SiD in the other sweep. */
const metricAt = (results: ResultsByName, at: number, metric: string): readonly number[] =>
  metricOf(
    at === 1 ? rowsWhere(results[unguided]!, { name: "sid" }) : rowsWhere(results[guidanceSweep]!, { [scale]: at }),
    metric,
  );

const scalesOf = (results: ResultsByName): readonly number[] => [
  1,
  ...valuesOf(results[guidanceSweep]!, scale).map(Number),
];

/** The answer on guidance, in one sentence. */
export function guidanceAnswer(results: ResultsByName): string {
  const [none, least, , large] = scalesOf(results) as [number, number, number, number];
  const mean = (at: number, metric: string, digits: number) => formatNumber(metricAt(results, at, metric), digits);
  return (
    `Guidance with a scale of ${least}, whose iterations cost more, has a distance of ${mean(least, "fdUnbiased", 0)} and raises the accuracy from ${mean(none, "accuracy", 2)} to ${mean(least, "accuracy", 2)}; ` +
    `with ${large} the accuracy is ${mean(large, "accuracy", 2)} and the recall falls from ${mean(none, "recall", 2)} to ${mean(large, "recall", 2)}.`
  );
}

/** Accuracy, precision and recall by the scale. */
export const guidanceFigure = (results: ResultsByName): PageFigure => ({
  name: "findings-10-guidance",
  caption: "Long-short guidance by its scale: means with 95 % intervals over three seeds",
  figure: intervalCurves(
    (
      [
        ["accuracy", "student"],
        ["precision", "fakeScore"],
        ["recall", "teacher"],
      ] as const
    ).map(([metric, color]) => ({
      name: metric,
      color,
      points: scalesOf(results).map((at) => ({ x: at, numbers: metricAt(results, at, metric) })),
    })),
    { x: "guidance scale", y: "fraction" },
  ),
});

export const guidanceTable = (results: ResultsByName): PageTable => ({
  caption: "SiD with long-short guidance of teacher and fake score, 1,000 iterations, means over three seeds:",
  titles: ["scale", "distance", "accuracy", "precision", "recall"],
  rows: scalesOf(results).map((at) => {
    const mean = (metric: string, digits: number) => formatMean(metricAt(results, at, metric), digits);
    return [`${at}`, mean("fdUnbiased", 0), mean("accuracy", 2), mean("precision", 2), mean("recall", 2)];
  }),
});

/** Names of metrics that the page calls otherwise. */
const names: Readonly<Record<string, string>> = { distance: "fdUnbiased" };

/** The smallest scale against none, and the largest against the smallest. */
export function guidanceClaims(results: ResultsByName): readonly Claim[] {
  const [none, ...others] = scalesOf(results);
  const [least, most] = [others[0]!, others.at(-1)!];
  const claim = (metric: string, first: number, second: number, digits = 2) =>
    claimByMeans(
      { name: `a scale of ${first}`, numbers: metricAt(results, first, names[metric] ?? metric) },
      { name: `a scale of ${second}`, numbers: metricAt(results, second, names[metric] ?? metric) },
      { digits, text: (lower, higher) => `The ${metric} is lower with ${lower} than with ${higher}` },
    );
  return [
    claim("distance", least, none!, 0),
    claim("accuracy", least, none!),
    claim("recall", least, none!),
    claim("recall", most, least),
  ];
}
