import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatNumber, formatStatuses } from "../format.ts";
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
  title: "Which λ, and with which weights?",
  sweeps: [name],
  describe(results): Description {
    const cells = cellsOf(results[name]!);
    const at = (weight: string, value: number) =>
      formatNumber(cells.find((cell) => isCell(cell, { weight, start: "teacher", value }))!.distance, 3);
    return {
      answer:
        `It depends on the weights: λ = 0.5 lowers the distance from ${at("SiD's", 0)} to ${at("SiD's", 0.5)} with SiD's weight and from ${at("expected error", 0)} to ${at("expected error", 0.5)} with the default one, and does nothing with σ² (${at("σ²", 0)} and ${at("σ²", 0.5)}). ` +
        `The published λ = 1.2 has ${at("SiD's", 1.2)} with SiD's weight, more than λ = 0.5: in the plane there is no reason for it.`,
      setting:
        "L2 − λ L1 on the ring in 1,000 iterations with three weights of the student's loss, eight seeds. The student begins as a copy of the teacher, or with random weights.",
      figures: [],
      tables: [table(cells)],
      claims: claimsOf(cells),
      theory:
        "The gradient of L2 − λ L1 is `(1 - λ) G1 + ½ G2`, exact at λ = ½ with weights of the level alone; SiD's weight biases it in the plane. " +
        "At noise levels above the data's spread the gradient hardly depends on λ, as both distributions look alike there. The weight σ² has most of its weight on these levels, so λ should matter least with it. " +
        "For λ > 1 a student much wider than the teacher diverges; none of these did.",
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

/** λ = ½ against λ = 0 and λ = 1.2, for each weight and initialisation. */
const claimsOf = (cells: readonly CellOfRuns[]): readonly Claim[] =>
  cells
    .filter(({ value }) => value === 0 || value === 1.2)
    .map((other) => {
      const { start } = other;
      const weight = titleOf(other.weight);
      const half = cells.find((cell) => isCell(cell, { weight, start, value: 0.5 }))!;
      const measured = ({ value, distance }: CellOfRuns) => ({ name: `λ = ${value}`, numbers: distance });
      return claimByMeans(measured(half), measured(other), {
        digits: 3,
        text: (lower, higher) => `Weight ${weight}, ${start} weights: ${lower} has a lower distance than ${higher}`,
      });
    });

/** True for the cell of a weight, by its title, an initialisation and a λ. */
const isCell = (
  cell: CellOfRuns,
  { weight, start, value }: { readonly weight: string; readonly start: string; readonly value: number },
): boolean => titleOf(cell.weight) === weight && cell.start === start && cell.value === value;

const table = (cells: readonly CellOfRuns[]): PageTable => ({
  caption: "Means over eight seeds:",
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
