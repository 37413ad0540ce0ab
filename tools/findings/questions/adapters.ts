import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import { formatMean, formatNumber } from "../format.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";

const name = "8-lora";
const ranks = [1, 8, 64] as const;
const adapted = {
  student: { title: "student", color: "student" },
  "fake-score": { title: "fake score", color: "fakeScore" },
  both: { title: "both", color: "teacher" },
} as const;
type Adapted = keyof typeof adapted;
const networks = Object.keys(adapted) as Adapted[];

const setting =
  "SiD with λ = 1 distils the teacher of 14×14 digits in 120 iterations of 32 samples; one evaluation with 492 samples. " +
  "Student, fake score or both are adapters of the frozen teacher, of rank 1, 8 or 64; the other network is trained whole. Adapters have three times the learning rate. " +
  "The distance is the unbiased Fréchet distance between the features of a digit classifier.";
const theory =
  "The fake score must follow the student's distribution, which an adapter of low rank can do only in part: then the ψ gap, its held-out loss above that of its best estimate, grows, and with it the bias of the student's gradient. " +
  "The student only has to reach one distribution, so it should need less rank than the fake score.";

/** Question 8. */
export const adapters: Question = {
  number: 8,
  title: "Which rank do adapters need?",
  sweeps: [name],
  notQuick: [name],
  describe(results): Description {
    const metric = metricsIn(results);
    const whole = metric("full", "fdUnbiased");
    const [most, least] = [metric("both-64", "trainedBytes"), metric("both-1", "trainedBytes")];
    const share = (bytes: readonly number[]) => (100 * meanOf(bytes)) / meanOf(metric("full", "trainedBytes"));
    return {
      answer:
        `With all weights trained the distance is ${formatNumber(whole, 1)}; with adapters of rank 64 in both networks it is ${formatNumber(metric("both-64", "fdUnbiased"), 1)}, and with rank 1 ${formatNumber(metric("both-1", "fdUnbiased"), 1)}. ` +
        `Trained weights and moments then take ${share(most).toFixed(1)} % and ${share(least).toFixed(1)} % of the bytes.`,
      setting,
      figures: [rankFigure(metric)],
      tables: [table(metric)],
      claims: claimsOf(metric),
      theory,
      changeOfMind:
        "A rank whose distance is within the interval of full training at a tenth of its bytes, or a student of rank 1 that is better than one of rank 64.",
    };
  },
};

/** A metric of the runs of a name. */
const metricsIn =
  (results: ResultsByName) =>
  (run: string, metric: string): readonly number[] =>
    metricOf(rowsWhere(results[name]!, { name: run }), metric);
type MetricOfRuns = ReturnType<typeof metricsIn>;

const rankFigure = (metric: MetricOfRuns): PageFigure => ({
  name: "findings-8-ranks",
  caption: "Unbiased Fréchet distance by the rank of the adapters, with 95 % intervals over three seeds",
  figure: intervalCurves(
    networks.map((network) => ({
      name: adapted[network].title,
      color: adapted[network].color,
      points: ranks.map((rank) => ({ x: rank, numbers: metric(`${network}-${rank}`, "fdUnbiased") })),
    })),
    { x: "rank", y: "Fréchet distance, unbiased", log: ["x"] },
  ),
});

function table(metric: MetricOfRuns): PageTable {
  const rowOf = (title: string, rank: string, run: string) => [
    title,
    rank,
    formatMean(metric(run, "fdUnbiased"), 0),
    formatMean(metric(run, "diag.psiGap"), 2),
    formatMean(metric(run, "recall"), 2),
    `${(meanOf(metric(run, "trainedBytes")) / 2 ** 20).toFixed(2)} MiB`,
  ];
  return {
    caption:
      "Means over three seeds. The last column has the trained weights of student and fake score with their moments:",
    titles: ["adapters in", "rank", "distance", "ψ gap", "recall", "trained"],
    rows: [
      rowOf("none", "–", "full"),
      ...networks.flatMap((network) =>
        ranks.map((rank) => rowOf(adapted[network].title, `${rank}`, `${network}-${rank}`)),
      ),
    ],
  };
}

/** Full training against the adapters of each rank in both networks; and the student's adapters against the fake score's. */
function claimsOf(metric: MetricOfRuns): readonly Claim[] {
  const measured = (title: string, run: string) => ({ name: title, numbers: metric(run, "fdUnbiased") });
  const text = (lower: string, higher: string): string => `The distance is lower with ${lower} than with ${higher}`;
  return ranks.flatMap((rank) => [
    claimByMeans(measured("full training", "full"), measured(`rank ${rank} in both`, `both-${rank}`), {
      digits: 0,
      text,
    }),
    claimByMeans(
      measured(`rank ${rank} in the student`, `student-${rank}`),
      measured(`rank ${rank} in the fake score`, `fake-score-${rank}`),
      { digits: 0, text },
    ),
  ]);
}
