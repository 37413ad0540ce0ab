import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatNumber } from "../format.ts";
import type { PageTable } from "../question.ts";
import type { ResultsByName, Row } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";
import { distanceOnDigits, weightsOnDigits } from "./weights-digits.ts";

/** Sweeps of question 3 on digits. */
export const digitsSweeps = ["3-digits", "3-digits-all", weightsOnDigits] as const;
const [oneLevel, allLevels] = digitsSweeps;

const sigma = "distill.student.time.sigma";
const losses = [
  { title: "L2 − L1", value: { use: "sid/l2", lambda: 1 } },
  { title: "reverse KL", value: "divergences/reverse-kl" },
] as const;
type Loss = (typeof losses)[number];

const sigmasOf = (results: ResultsByName): readonly number[] => valuesOf(results[oneLevel]!, sigma).map(Number);

const atLevel = (results: ResultsByName, { value }: Loss, at: number): readonly number[] =>
  metricOf(rowsWhere(results[oneLevel]!, { loss: value, [sigma]: at }), "fdUnbiased");

/** Distances with all levels. The runs of L2 - L1 are those of question 9 with the same weighting. */
const atAllLevels = (results: ResultsByName, { value }: Loss): readonly number[] =>
  typeof value === "string"
    ? metricOf(results[allLevels]!.rows, "fdUnbiased")
    : distanceOnDigits(results, "weightings/sid", value.lambda);

/** The answer on digits, in one sentence. */
export function digitsAnswer(results: ResultsByName): string {
  const [own] = losses;
  const best = bestLevel(results, own);
  const of = (numbers: readonly number[]): string => formatNumber(numbers, 0);
  const precision = (runs: readonly Row[]): string => formatNumber(metricOf(runs, "precision"), 2);
  const all = rowsWhere(results[weightsOnDigits]!, { "distill.student.weighting": "weightings/sid", "loss.lambda": 1 });
  return (
    `On digits, after few iterations, it is: at σ = ${best} ${own.title} has a Fréchet distance of ${of(atLevel(results, own, best))}, and with all levels ${of(atAllLevels(results, own))}; ` +
    `the samples are less sharp there too (precision ${precision(rowsWhere(results[oneLevel]!, { loss: own.value, [sigma]: best }))} against ${precision(all)}).`
  );
}

/** The level with the lowest mean distance. */
const bestLevel = (results: ResultsByName, loss: Loss): number =>
  sigmasOf(results).toSorted((a, b) => meanOf(atLevel(results, loss, a)) - meanOf(atLevel(results, loss, b)))[0]!;

/** Distances on digits by the level. */
export function levelDigitsTable(results: ResultsByName): PageTable {
  const sigmas = sigmasOf(results);
  return {
    caption:
      "14×14 digits, whose pixels have the standard deviation 0.5; student and fake score are trained at one level in 120 iterations of 32 samples, with a teacher of all levels. Unbiased Fréchet distance between the features of a digit classifier, means over three seeds:",
    titles: ["loss", ...sigmas.map((at) => `σ = ${at}`), "all levels"],
    rows: losses.map((loss) => [
      loss.title,
      ...sigmas.map((at) => formatMean(atLevel(results, loss, at), 0)),
      formatMean(atAllLevels(results, loss), 0),
    ]),
  };
}

/** The best level on digits against the lowest, and against all levels. */
export const levelDigitsClaims = (results: ResultsByName): readonly Claim[] =>
  losses.flatMap((loss) => {
    const sigmas = sigmasOf(results);
    const at = (level: number) => ({ name: `σ = ${level}`, numbers: atLevel(results, loss, level) });
    const best = bestLevel(results, loss);
    const text = (lower: string, higher: string): string =>
      `Digits, ${loss.title}: the distance is lower with ${lower} than with ${higher}`;
    return [
      claimByMeans(at(best), at(sigmas[0]!), { digits: 0, text }),
      claimByMeans(at(best), { name: "all levels", numbers: atAllLevels(results, loss) }, { digits: 0, text }),
    ];
  });
