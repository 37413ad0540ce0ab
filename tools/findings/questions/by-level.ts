import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatNumber, formatStatuses } from "../format.ts";
import type { Description, PageTable, Question } from "../question.ts";
import type { ResultsByName, Row } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";
import { digitsClaims, digitsTable, distanceOnDigits, weightsOnDigits } from "./weights-digits.ts";

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
  "For Gaussians of variances S and s, the gradient has the factor `(1/S - 1/s) ((1-λ)/S + λ/s)`. Near the teacher, s = S, it does not depend on λ, nor at noise levels far above the data's spread: " +
  "a λ by level can only change the way of students that are far from the teacher, which fits the first two tables. " +
  "The theory also says that a large λ at high levels does no harm, and fails there: it assumes the optimal fake score, and the error of a learned one enters `|a - b|²` with the weight λ. " +
  "That SiD's weight halves the identity in two dimensions predicts a bias, which shows in the sharpness of the modes, and not in the distance after so few iterations. " +
  "For Gaussians of d dimensions SiD's weight keeps the fraction 1 - 1/d of the identity, which is near 1 for the 196 pixels of the digits, so the two weightings differ only in the scale of single samples, on which the theory says nothing; nor does it say why λ = 1 is better than ½ there.";

/** Question 9. */
export const lambdaByLevel: Question = {
  number: 9,
  title: "Does λ by noise level help, or a weight that keeps the identity?",
  sweeps: [byLevel, constants, weights, weightsOnDigits],
  notQuick: [weights, weightsOnDigits],
  describe(results): Description {
    const distance = (choice: Choice) => formatNumber(metricOf(runsOf(results, choice), "sw1"), 3);
    const weighted = (name: Weighting, metric: string, digits: number) =>
      formatNumber(metricOf(weightRuns(results, name), metric), digits);
    const onDigits = (weighting: string) => formatNumber(distanceOnDigits(results, weighting, 0.5), 1);
    const bound = runsOf(results, "bound").map(({ status }) => status);
    const diverged = bound.filter((status) => status === "diverged").length;
    return {
      answer:
        `Neither clearly: the tables from ½ to 1 and from 1 to ½ have distances of ${distance("rising")} and ${distance("falling")} where λ = 1 has ${distance("lambda-1")}, and with the table that the Gaussian theory allows ${diverged} of ${bound.length} runs diverge. ` +
        `The weight that keeps the identity makes sharper modes than SiD's (${weighted("expected-error", "highQuality", 2)} against ${weighted("sid", "highQuality", 2)} of the samples near a mode), at distances of ${weighted("expected-error", "sw1", 3)} and ${weighted("sid", "sw1", 3)}; on digits SiD's has the lower one (${onDigits("weightings/sid")} against ${onDigits("weightings/expected-error")} with λ = ½).`,
      setting,
      figures: [],
      tables: [table(results), weightTable(results), digitsTable(results)],
      claims: [...claimsOf(results), ...digitsClaims(results)],
      theory,
      changeOfMind:
        "A λ by level whose distance is lower than that of λ = 1 in intervals that separate, on the ring or on digits.",
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
