import { meanOf } from "../bootstrap.ts";
import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, formatNumber, formatStatuses } from "../format.ts";
import type { Description, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";
import { guidanceAnswer, guidanceClaims, guidanceFigure, guidanceSweep, guidanceTable } from "./guidance.ts";

const name = "10-family";
const titles = {
  sid: "SiD, λ = 1",
  sida: "SiD with an adversarial term (SiDA)",
  dmd2: "DMD2",
  "reverse-kl": "reverse KL",
  pairs: "pairs, l2",
  "two-steps": "SiD, two steps",
  "four-steps": "SiD, four steps",
  guidance: "SiD, guidance of 2 (LSG)",
} as const;
type Method = keyof typeof titles;
const methods = Object.keys(titles) as Method[];

const setting =
  "14×14 digits with classes; teacher, student and fake score are MLPs, and the teacher is trained with label dropout. " +
  "Each run has 1.4 million network evaluations, where a gradient counts as one and as two if it is also that of the weights: 1,000 iterations of SiD with 128 samples, 262 of DMD2 with its five fake-score updates, 3,293 on pairs after 4,096 samples of the teacher. " +
  "SiDA and DMD2 use real digits. One evaluation with 492 samples; the distance is the unbiased Fréchet distance between the features of a digit classifier. " +
  "A guided student is compared with the same digits, although it aims at a sharper distribution.";
const theory =
  "An adversarial term sees the data, and so can correct the errors of a teacher; the other methods have the teacher as their limit. A squared error on pairs is blurred where the student cannot represent the teacher's map. " +
  "More steps add noise again at levels below the first, so that errors of a step are corrected by the next. Guidance raises the accuracy and lowers the recall. " +
  "In runs this short the adversarial terms do not help, and more steps raise the recall and not the distance: at equal cost they have fewer iterations.";

/** Question 10. */
export const family: Question = {
  number: 10,
  title: "How do the methods compare at equal cost?",
  sweeps: [name, guidanceSweep],
  notQuick: [name, guidanceSweep],
  describe(results): Description {
    const metric = (method: Method, metric: string) => metricOf(rowsWhere(results[name]!, { name: method }), metric);
    const distance = (method: Method) => metric(method, "fdUnbiased");
    const sorted = methods.toSorted((a, b) => meanOf(distance(a)) - meanOf(distance(b)));
    const [best, worst] = [sorted[0]!, sorted.at(-1)!];
    return {
      answer:
        `Best by distance is ${titles[best]} with ${formatNumber(distance(best), 0)}, worst ${titles[worst]} with ${formatNumber(distance(worst), 0)}. ` +
        guidanceAnswer(results),
      setting,
      figures: [guidanceFigure(results)],
      tables: [table(results), guidanceTable(results)],
      claims: [...claimsOf(distance, metric), ...guidanceClaims(results)],
      theory,
      changeOfMind:
        "Another order of the methods on other images, or with networks that reach a hundredth of these distances.",
    };
  },
};

const table = (results: ResultsByName): PageTable => ({
  caption: "Means over three seeds:",
  titles: ["method", "distance", "accuracy", "precision", "recall", "status"],
  rows: methods.map((method) => {
    const runs = rowsWhere(results[name]!, { name: method });
    const mean = (metric: string, digits: number) => formatMean(metricOf(runs, metric), digits);
    return [
      titles[method],
      mean("fdUnbiased", 0),
      mean("accuracy", 2),
      mean("precision", 2),
      mean("recall", 2),
      formatStatuses(runs.map(({ status }) => status)),
    ];
  }),
});

type MetricOf = (method: Method, metric: string) => readonly number[];

/** Each method against SiD by distance; guidance against SiD by accuracy and recall. */
function claimsOf(distance: (method: Method) => readonly number[], metric: MetricOf): readonly Claim[] {
  const others = methods.filter((method) => method !== "sid");
  return [
    ...others.map((method) =>
      claimByMeans(
        { name: titles[method], numbers: distance(method) },
        { name: titles.sid, numbers: distance("sid") },
        { digits: 0, text: (lower, higher) => `The distance is lower with ${lower} than with ${higher}` },
      ),
    ),
    ...(["accuracy", "recall"] as const).map((value) =>
      claimByMeans(
        { name: titles.guidance, numbers: metric("guidance", value) },
        { name: titles.sid, numbers: metric("sid", value) },
        { digits: 2, text: (lower, higher) => `The ${value} is lower with ${lower} than with ${higher}` },
      ),
    ),
  ];
}
