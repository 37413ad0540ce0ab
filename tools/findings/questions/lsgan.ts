import { meanOf } from "../bootstrap.ts";
import { claimByMeans } from "../claim.ts";
import { formatMean, formatNumber, formatStatuses } from "../format.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { lossTitles } from "./loss-titles.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

const name = "4-lsgan";
const rate = "distill.student.optimizer.lr";
const colors = { "lambda-0.5": "student", "middle-only": "teacher", lsgan: "fakeScore" } as const;
type Pair = keyof typeof colors;
const pairs = Object.keys(colors) as Pair[];

const setting =
  "Three pairs of losses at one noise level (σ = 0.2, a quarter of the distance between modes) without weights: the same student, a residual MLP with random weights, and a fake score of the same size. " +
  "L2 − ½ L1 and middle only know the data by the teacher's closed form, LSGAN by samples. Learning rates of the student are varied, that of the fake score is 1e-3.";
const theory =
  "Middle only, `|a - e|² + |b|²`, looks like LSGAN beside the fake score's loss, but its fixed point is a point mass. " +
  "L2 − ½ L1 is `½ (|a - e|² - |b - e|²)`, which the fake score maximises and the student minimises. " +
  "But a score does not know the weights of modes that the noise hardly joins, so at this level modes that a random student misses stay lost; a discriminator compares densities, which do.";

/** Question 4. */
export const lsgan: Question = {
  number: 4,
  title: "Which loss is the LSGAN of the family?",
  sweeps: [name],
  describe(results): Description {
    const rates = valuesOf(results[name]!, rate).map(Number);
    const distance = (pair: Pair, lr: number) => metricOf(rowsWhere(results[name]!, { name: pair, [rate]: lr }), "sw1");
    const best = (pair: Pair) => rates.toSorted((a, b) => meanOf(distance(pair, a)) - meanOf(distance(pair, b)))[0]!;
    const measured = (pair: Pair) => ({ name: lossTitles[pair]!, numbers: distance(pair, best(pair)) });
    const bestMean = (pair: Pair) => meanOf(measured(pair).numbers).toFixed(3);
    const bestModes = (pair: Pair) =>
      formatNumber(metricOf(rowsWhere(results[name]!, { name: pair, [rate]: best(pair) }), "modes"), 1);
    return {
      answer:
        `In form it is L2 − ½ L1, a zero-sum game with the fake score, but in training neither it nor middle only does what LSGAN does: at their best learning rates the distances are ${bestMean("lambda-0.5")}, ${bestMean("middle-only")} and, for LSGAN, which sees data, ${bestMean("lsgan")}. ` +
        `Of eight modes L2 − ½ L1 finds ${bestModes("lambda-0.5")}, middle only ${bestModes("middle-only")} and LSGAN ${bestModes("lsgan")}.`,
      setting,
      figures: [rateFigure(results, rates)],
      tables: [table(results, rates)],
      claims: [
        ...rates.map((lr) => ({
          text: `At a rate of ${lr}, L2 − ½ L1 has a lower distance than middle only`,
          lower: distance("lambda-0.5", lr),
          higher: distance("middle-only", lr),
          digits: 3,
        })),
        claimByMeans(measured("lambda-0.5"), measured("lsgan"), {
          digits: 3,
          text: (lower, higher) => `At their best rates, ${lower} has a lower distance than ${higher}`,
        }),
      ],
      theory,
      changeOfMind:
        "A learning rate at which L2 − ½ L1 with random weights keeps all modes at this level in most seeds, or one at which middle only does.",
    };
  },
};

function rateFigure(results: ResultsByName, rates: readonly number[]): PageFigure {
  return {
    name: "findings-4-rates",
    caption: "Distance by the student's learning rate, with 95 % intervals over eight seeds",
    figure: intervalCurves(
      pairs.map((pair) => ({
        name: lossTitles[pair]!,
        color: colors[pair],
        points: rates.map((lr) => ({
          x: lr,
          numbers: metricOf(rowsWhere(results[name]!, { name: pair, [rate]: lr }), "sw1"),
        })),
      })),
      { x: "learning rate of the student", y: "distance", log: ["x", "y"] },
    ),
  };
}

const table = (results: ResultsByName, rates: readonly number[]): PageTable => ({
  caption: "Means over the seeds:",
  titles: ["loss", "rate", "distance", "modes of 8", "error of the modes' weights", "near a mode", "status"],
  rows: pairs.flatMap((pair) =>
    rates.map((lr) => {
      const runs = rowsWhere(results[name]!, { name: pair, [rate]: lr });
      const mean = (metric: string, digits: number) => formatMean(metricOf(runs, metric), digits);
      return [
        lossTitles[pair]!,
        `${lr}`,
        mean("sw1", 3),
        mean("modes", 1),
        mean("weightError", 3),
        mean("highQuality", 2),
        formatStatuses(runs.map(({ status }) => status)),
      ];
    }),
  ),
});
