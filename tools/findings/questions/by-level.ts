import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatNumber, formatStatuses } from "../format.ts";
import type { Description, PageTable, Question } from "../question.ts";
import type { Row } from "../results.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";

const [byLevel, constants, weights] = ["9-lambda-level", "1-losses", "6-lambda"] as const;
const titles = {
  "lambda-0.5": "λ = ½",
  "lambda-1": "λ = 1",
  bound: "the bound for spread 2",
  rising: "½ at σ = 0.1, 1 at 2",
  falling: "1 at σ = 0.1, ½ at 2",
} as const;
type Choice = keyof typeof titles;
const choices = Object.keys(titles) as Choice[];

const setting =
  "L2 − λ L1 on the ring, where λ is a table by noise level, interpolated in log σ; student and fake score begin as copies of the teacher. " +
  "The bound is `λ = (4 + σ²/σ_d²) / 3`: the largest λ with which a Gaussian student of twice the data's spread σ_d becomes narrower at each level. " +
  "Below, the default weighting beside SiD's, which does not keep the identity, with λ = ½ in 1,000 iterations; [Weights on the ring](findings/weights.md) has both in the README's experiment.";
const theory =
  "For Gaussians of variances S and s, the gradient has the factor `(1/S - 1/s) ((1-λ)/S + λ/s)`. Near the teacher, s = S, it does not depend on λ; at noise levels far above the data's spread neither. " +
  "A λ by level can therefore only change the way of students that are far from the teacher, at low noise levels, and not the point at which they end. Large λ at high levels should do no harm. " +
  "SiD's weight halves the identity in two dimensions, so it should be worse in the plane.";

/** Question 9. */
export const lambdaByLevel: Question = {
  number: 9,
  title: "Does λ by noise level help, or a weight that keeps the identity?",
  sweeps: [byLevel, constants, weights],
  notQuick: [weights],
  describe(results): Description {
    const distance = (choice: Choice) => metricOf(runsOf(results, choice), "sw1");
    const sorted = choices.toSorted((a, b) => meanOf(distance(a)) - meanOf(distance(b)));
    const own = sorted.find((choice) => choice !== "lambda-0.5" && choice !== "lambda-1")!;
    const weighted = (name: Weighting) => metricOf(weightRuns(results, name), "sw1");
    return {
      answer:
        `The best table of λ has a distance of ${formatNumber(distance(own), 3)}, the best constant ${formatNumber(distance(sorted.find((choice) => choice.startsWith("lambda"))!), 3)}. ` +
        `The weight that keeps the identity has ${formatNumber(weighted("expected-error"), 3)}, SiD's ${formatNumber(weighted("sid"), 3)}.`,
      setting,
      figures: [],
      tables: [table(results), weightTable(results)],
      claims: claimsOf(results),
      theory,
      changeOfMind:
        "A λ by level whose distance is lower than that of λ = 1 by more than the floor, on the ring or on images.",
    };
  },
};

const runsOf = (results: ResultsByName, choice: Choice): readonly Row[] =>
  rowsWhere(results[choice.startsWith("lambda") ? constants : byLevel]!, { name: choice });

type Weighting = "expected-error" | "sid";
const weightRuns = (results: ResultsByName, name: Weighting): readonly Row[] =>
  rowsWhere(results[weights]!, {
    "distill.student.weighting": `weightings/${name}`,
    "student.init": "teacher",
    "loss.lambda": 0.5,
  });

const cellsOf = (runs: readonly Row[]): readonly string[] => [
  ...["sw1", "sw2", "weightError", "highQuality"].map((metric) => formatMean(metricOf(runs, metric), 3)),
  formatStatuses(runs.map(({ status }) => status)),
];
const metricTitles = ["distance", "order 2", "error of the modes' weights", "near a mode", "status"] as const;

const table = (results: ResultsByName): PageTable => ({
  caption: "Means over eight seeds:",
  titles: ["λ", ...metricTitles],
  rows: choices.map((choice) => [titles[choice], ...cellsOf(runsOf(results, choice))]),
});

const weightTable = (results: ResultsByName): PageTable => ({
  caption: "Weightings of the student's loss, means over eight seeds:",
  titles: ["weighting", ...metricTitles],
  rows: (["expected-error", "sid"] as const).map((name) => [
    `\`weightings/${name}\``,
    ...cellsOf(weightRuns(results, name)),
  ]),
});

/** Tables of λ against λ = 1; and the two weightings, by distance, mode weights and sharpness. */
function claimsOf(results: ResultsByName): readonly Claim[] {
  const measured = (choice: Choice) => ({ name: titles[choice], numbers: metricOf(runsOf(results, choice), "sw1") });
  const text = (lower: string, higher: string): string => `The distance is lower with ${lower} than with ${higher}`;
  const weighted = (name: Weighting, metric: string) => ({
    name: `weightings/${name}`,
    numbers: metricOf(weightRuns(results, name), metric),
  });
  return [
    ...(["bound", "rising", "falling"] as const).map((choice) =>
      claimByMeans(measured(choice), measured("lambda-1"), { digits: 3, text }),
    ),
    ...(
      [
        ["sw1", "the distance"],
        ["weightError", "the error of the modes' weights"],
        ["highQuality", "the fraction near a mode"],
      ] as const
    ).map(([metric, title]) =>
      claimByMeans(weighted("expected-error", metric), weighted("sid", metric), {
        digits: 3,
        text: (lower, higher) => `With ${lower}, ${title} is lower than with ${higher}`,
      }),
    ),
  ];
}
