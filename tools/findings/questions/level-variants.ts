import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean } from "../format.ts";
import type { PageTable } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { lossTitles } from "./loss-titles.ts";
import { type Match, metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

/** Sweeps of question 3 with uneven modes, annealed levels, and other divisions of the cost. */
export const variantSweeps = ["3-uneven", "3-uneven-all", "3-annealed", "3-budget"] as const;
const [uneven, unevenAll, annealed, budget] = variantSweeps;
/** A division of the cost cannot be shortened by a number of iterations for all. */
export const variantsNotQuick = [budget];

/** Distance between neighbouring modes of the ring. */
export const spacing = 2 * Math.sin(Math.PI / 8);
/** A noise level relative to the distance between neighbouring modes. */
export const relative = (sigma: number): string => (sigma / spacing).toFixed(2);

const losses = [
  { title: lossTitles["lambda-0.5"]!, value: { use: "sid/l2", lambda: 0.5 } },
  { title: lossTitles["reverse-kl"]!, value: "divergences/reverse-kl" },
] as const;
const [fixedLevel, lastLevel] = ["pretrain.time.sigma", "distill.student.time.sigma"] as const;

/** Tables of the variants. */
export const variantTables = (results: ResultsByName): readonly PageTable[] => [
  unevenTable(results),
  annealedTable(results),
  budgetTable(results),
];

/** Claims on the variants. */
export const variantClaims = (results: ResultsByName): readonly Claim[] => [
  ...losses.flatMap(({ title, value }) => unevenClaims(results, title, value)),
  ...losses.map(({ title, value }) => annealedClaim(results, title, value)),
  budgetClaim(results),
];

/** Error of the modes' weights with uneven modes, of a loss at one level or at all. */
const weightErrors = (results: ResultsByName, loss: Match[string], sigma?: number): readonly number[] =>
  sigma === undefined
    ? metricOf(rowsWhere(results[unevenAll]!, { loss }), "weightError")
    : metricOf(rowsWhere(results[uneven]!, { loss, [fixedLevel]: sigma }), "weightError");

const sigmasOf = (results: ResultsByName, sweep: string, path: string): readonly number[] =>
  valuesOf(results[sweep]!, path).map(Number);

function unevenTable(results: ResultsByName): PageTable {
  const sigmas = sigmasOf(results, uneven, fixedLevel);
  return {
    caption:
      "Uneven modes: half of the ring has four times the weight of the other half. Error of the modes' weights, by the level:",
    titles: ["loss", ...sigmas.map(relative), "all levels"],
    rows: losses.map(({ title, value }) => [
      title,
      ...[...sigmas, undefined].map((sigma) => formatMean(weightErrors(results, value, sigma), 3)),
    ]),
  };
}

/** The best level against the lowest one, and against all levels. */
function unevenClaims(results: ResultsByName, title: string, loss: Match[string]): readonly Claim[] {
  const sigmas = sigmasOf(results, uneven, fixedLevel);
  const at = (sigma: number) => weightErrors(results, loss, sigma);
  const best = sigmas.toSorted((a, b) => meanOf(at(a)) - meanOf(at(b)))[0]!;
  const text = (lower: string, higher: string): string =>
    `Uneven modes, ${title}: the error of the weights is lower with ${lower} than with ${higher}`;
  const measured = { name: `the level ${relative(best)}`, numbers: at(best) };
  return [
    claimByMeans(measured, { name: `the level ${relative(sigmas[0]!)}`, numbers: at(sigmas[0]!) }, { digits: 3, text }),
    claimByMeans(measured, { name: "all levels", numbers: weightErrors(results, loss) }, { digits: 3, text }),
  ];
}

const annealedRuns = (results: ResultsByName, loss: Match[string], sigma: number) =>
  rowsWhere(results[annealed]!, { loss, [lastLevel]: sigma });

function annealedTable(results: ResultsByName): PageTable {
  return {
    caption:
      "A level that falls from twice the distance between modes to the stated one, with a teacher of all levels:",
    titles: ["loss", "last level", "distance", "error of the modes' weights", "near a mode"],
    rows: losses.flatMap(({ title, value }) =>
      sigmasOf(results, annealed, lastLevel).map((sigma) => {
        const runs = annealedRuns(results, value, sigma);
        const mean = (metric: string) => formatMean(metricOf(runs, metric), 3);
        return [title, relative(sigma), mean("sw1"), mean("weightError"), mean("highQuality")];
      }),
    ),
  };
}

/** The annealed level that ends at 0.2 against the fixed level 0.2. */
function annealedClaim(results: ResultsByName, title: string, loss: Match[string]): Claim {
  const sigma = 0.2;
  const falling = metricOf(annealedRuns(results, loss, sigma), "sw1");
  const fixed = metricOf(rowsWhere(results["3-level"]!, { loss, [fixedLevel]: sigma }), "sw1");
  return claimByMeans(
    { name: "a level that falls", numbers: falling },
    { name: "a fixed level", numbers: fixed },
    {
      digits: 3,
      text: (lower, higher) =>
        `${title}, level ${relative(sigma)} at the end: the distance is lower with ${lower} than with ${higher}`,
    },
  );
}

const budgetRuns = (results: ResultsByName, steps: number) => rowsWhere(results[budget]!, { "pretrain.steps": steps });

function budgetTable(results: ResultsByName): PageTable {
  return {
    caption: `The same cost divided between teacher and student, L2 − ½ L1 at the level ${relative(0.4)}:`,
    titles: ["iterations of the teacher", "of the student", "distance", "error of the modes' weights", "near a mode"],
    rows: valuesOf(results[budget]!, "pretrain.steps").map((steps) => {
      const runs = budgetRuns(results, Number(steps));
      const mean = (metric: string) => formatMean(metricOf(runs, metric), 3);
      const own = Number(runs[0]!.values["distill.steps"]);
      const format = (count: number) => count.toLocaleString("en");
      return [format(Number(steps)), format(own), mean("sw1"), mean("weightError"), mean("highQuality")];
    }),
  };
}

/** The best division of the cost against that of the other runs. */
function budgetClaim(results: ResultsByName): Claim {
  const usual = 2000;
  const distance = (steps: number) => metricOf(budgetRuns(results, steps), "sw1");
  const others = valuesOf(results[budget]!, "pretrain.steps")
    .map(Number)
    .filter((steps) => steps !== usual);
  const best = others.toSorted((a, b) => meanOf(distance(a)) - meanOf(distance(b)))[0]!;
  const measured = (steps: number) => ({
    name: `${steps.toLocaleString("en")} iterations of the teacher`,
    numbers: distance(steps),
  });
  return claimByMeans(measured(best), measured(usual), {
    digits: 3,
    text: (lower, higher) => `At the same cost, the distance is lower with ${lower} than with ${higher}`,
  });
}
