import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatStatuses } from "../format.ts";
import type { Description, PageTable, Question } from "../question.ts";
import type { Results } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

const name = "6-lambda";
const [weighting, init, lambda] = ["distill.student.weighting", "student.init", "loss.lambda"] as const;
const titles: Readonly<Record<string, string>> = {
  "weightings/sid": "SiD's",
  "weightings/expected-error": "expected error",
  '{"use":"weightings/power","exponent":2}': "σ²",
};
const titleOf = (value: unknown): string => titles[typeof value === "string" ? value : JSON.stringify(value)]!;

/** Question 6. */
export const lambdaAndWeights: Question = {
  number: 6,
  title: "Does −λ L1 help, and with which weights?",
  sweeps: [name],
  describe(results): Description {
    const cells = cellsOf(results[name]!);
    const byDistance = cells.toSorted((a, b) => meanOf(a.distance) - meanOf(b.distance));
    const best = byDistance[0]!;
    const random = cells.filter(({ start, value }) => start === "random" && value === 1.2);
    const worst = random.toSorted((a, b) => meanOf(b.distance) - meanOf(a.distance))[0]!;
    return {
      answer:
        `A λ above 0 helps with every weight and either initialisation that was tried only where the claims below are real; the best cell is λ = ${best.value} with the weight ${titleOf(best.weight)} and ${best.start} weights, at ${meanOf(best.distance).toFixed(3)}. ` +
        `The published λ = 1.2 with random weights has ${meanOf(worst.distance).toFixed(3)} in its worst cell.`,
      setting:
        "L2 − λ L1 on the ring with three weights of the student's loss, four seeds. The student begins as a copy of the teacher, or with random weights.",
      figures: [],
      tables: [table(cells)],
      claims: claimsOf(cells),
      theory:
        "The gradient of L2 − λ L1 is `(1 - λ) G1 + ½ G2`, exact at λ = ½ with weights of the level alone. SiD's weight biases it in the plane. For λ > 1 a student much wider than the teacher diverges, which random weights can be.",
      changeOfMind:
        "Intervals that separate another λ from the best one in most combinations of weight and initialisation.",
    };
  },
};

interface CellOfRuns {
  readonly weight: unknown;
  readonly start: string;
  readonly value: number;
  readonly distance: readonly number[];
  readonly nearMode: readonly number[];
  readonly statuses: readonly string[];
}

const cellsOf = (results: Results): readonly CellOfRuns[] =>
  valuesOf(results, weighting).flatMap((weight) =>
    valuesOf(results, init).flatMap((start) =>
      valuesOf(results, lambda).map((value): CellOfRuns => {
        const runs = rowsWhere(results, { [weighting]: weight, [init]: start, [lambda]: value });
        return {
          ...{ weight, start: String(start), value: Number(value) },
          distance: metricOf(runs, "sw1"),
          nearMode: metricOf(runs, "highQuality"),
          statuses: runs.map(({ status }) => status),
        };
      }),
    ),
  );

/** λ = ½ against λ = 0, for each weight and initialisation. */
const claimsOf = (cells: readonly CellOfRuns[]): readonly Claim[] =>
  cells
    .filter(({ value }) => value === 0)
    .map((zero) => {
      const half = cells.find(
        ({ weight, start, value }) => weight === zero.weight && start === zero.start && value === 0.5,
      )!;
      const measured = ({ value, distance }: CellOfRuns) => ({ name: `λ = ${value}`, numbers: distance });
      return claimByMeans(measured(half), measured(zero), {
        digits: 3,
        text: (lower, higher) =>
          `Weight ${titleOf(zero.weight)}, ${zero.start} weights: ${lower} has a lower distance than ${higher}`,
      });
    });

const table = (cells: readonly CellOfRuns[]): PageTable => ({
  caption: "Means over four seeds:",
  titles: ["weight", "initial weights", "λ", "distance", "near a mode", "status"],
  rows: cells.map(({ weight, start, value, distance, nearMode, statuses }) => [
    titleOf(weight),
    start,
    `${value}`,
    formatMean(distance, 3),
    formatMean(nearMode, 3),
    formatStatuses(statuses),
  ]),
});
