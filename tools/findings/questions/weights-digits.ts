import { type Claim, claimByMeans, type Measured } from "../claim.ts";
import { formatMean } from "../format.ts";
import type { PageTable } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";

/** Sweep of question 9 on digits. */
export const weightsOnDigits = "9-digits";

const weightings = ["weightings/expected-error", "weightings/sid"] as const;
const lambdas = [
  { title: "λ = 1", value: 1 },
  { title: "λ = ½", value: 0.5 },
] as const;

const metricIn = (results: ResultsByName, weighting: string, lambda: number, metric: string) =>
  metricOf(
    rowsWhere(results[weightsOnDigits]!, { "distill.student.weighting": weighting, "loss.lambda": lambda }),
    metric,
  );

/** Fréchet distances on digits, by seed. */
export const distanceOnDigits = (results: ResultsByName, weighting: string, lambda: number): readonly number[] =>
  metricIn(results, weighting, lambda, "fdUnbiased");

/** Weightings and λ on digits. */
export const digitsTable = (results: ResultsByName): PageTable => ({
  caption:
    "14×14 digits, 120 iterations of 32 samples, means over three seeds. The distance is the unbiased Fréchet distance between the features of a digit classifier:",
  titles: ["weighting", "λ", "distance", "precision", "recall"],
  rows: weightings.flatMap((weighting) =>
    lambdas.map(({ title, value }) => [
      `\`${weighting}\``,
      title.replace("λ = ", ""),
      formatMean(distanceOnDigits(results, weighting, value), 1),
      formatMean(metricIn(results, weighting, value, "precision"), 2),
      formatMean(metricIn(results, weighting, value, "recall"), 2),
    ]),
  ),
});

/** The two weightings with each λ, and λ = 1 against ½ with each weighting. */
export function digitsClaims(results: ResultsByName): readonly Claim[] {
  const measured = (name: string, weighting: string, lambda: number) => ({
    name,
    numbers: distanceOnDigits(results, weighting, lambda),
  });
  const [own, sid] = weightings;
  return [
    ...lambdas.map(({ title, value }) =>
      claimByMeans(measured(own, own, value), measured(sid, sid, value), {
        digits: 1,
        text: (lower, higher) => `Digits, ${title}: the distance is lower with ${lower} than with ${higher}`,
      }),
    ),
    ...weightings.map((weighting) => {
      const [one, half] = lambdas.map(({ title, value }) => measured(title, weighting, value)) as [Measured, Measured];
      return claimByMeans(one, half, {
        digits: 1,
        text: (lower, higher) => `Digits, ${weighting}: the distance is lower with ${lower} than with ${higher}`,
      });
    }),
  ];
}
