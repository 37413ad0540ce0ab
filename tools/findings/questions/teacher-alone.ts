import { formatMean, formatNumber, formatStatuses } from "../format.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";
import { gaussianSpread } from "../theory/gaussian-spread.ts";

const [ring, gaussian] = ["5-teacher-alone", "5-gaussian"] as const;
const fraction = "loss.coefficients.be";

const setting =
  "The loss is `½ |a - e|² - ½ p |b - e|²` with teacher a, fake score b and noise e: p = 0 asks the teacher alone, p = 1 is λ = ½. " +
  "The data are eight Gaussians on a ring, or one Gaussian of the same variance. Student and fake score begin as copies of the teacher.";
const theory =
  "Let the noised samples of teacher and student be Gaussians of variances S and s. With ψ held constant, the gradient in s has the sign of `1/S² - p/s²`, " +
  "so one noise level has its fixed point at `s = √p S`: the student is too narrow for every p < 1, and the teacher alone makes it a point. " +
  "The prediction combines the levels and weights of the training. It holds on Gaussian data; on the ring the student keeps more of its spread, because " +
  "a fake score of separate modes is strong at low noise levels.";

/** Question 5. */
export const teacherAlone: Question = {
  number: 5,
  title: "Why a fake score at all?",
  sweeps: [ring, gaussian],
  describe(results): Description {
    const runs = selectRuns(results);
    const { fractions, spread, distance } = runs;
    const [none, most, all] = [fractions[0]!, fractions.at(-2)!, fractions.at(-1)!];
    return {
      answer:
        `A student that asks the teacher alone collapses: its spread is ${formatNumber(spread(none), 2)} times the data's, and it finds no mode. ` +
        `A part of the fake score stops the collapse to a point, but only the whole of it gives the right spread: the distance is ` +
        `${formatNumber(distance(most), 3)} with ${most} of it and ${formatNumber(distance(all), 3)} with all of it.`,
      setting,
      figures: [spreadFigure(runs)],
      tables: [table(runs)],
      claims: fractions.slice(1).map((p, i) => ({
        text: `p = ${p} has a lower distance than p = ${fractions[i]!}`,
        lower: distance(p),
        higher: distance(fractions[i]!),
        digits: 3,
      })),
      theory,
      changeOfMind: "A student that keeps its modes with p = 0, or a p < 1 whose distance is not above that of p = 1.",
    };
  },
};

/** Metrics of the runs at a fraction. */
function selectRuns(results: ResultsByName) {
  const at = (p: number) => rowsWhere(results[ring]!, { [fraction]: p });
  return {
    fractions: valuesOf(results[ring]!, fraction).map(Number),
    spread: (p: number) => metricOf(at(p), "diag.spread"),
    gaussianSpread: (p: number) => metricOf(rowsWhere(results[gaussian]!, { [fraction]: p }), "diag.spread"),
    distance: (p: number) => metricOf(at(p), "sw1"),
    nearMode: (p: number) => metricOf(at(p), "highQuality"),
    statuses: (p: number) => at(p).map(({ status }) => status),
  };
}
type Runs = ReturnType<typeof selectRuns>;

function spreadFigure({ fractions, spread, gaussianSpread: measured }: Runs): PageFigure {
  return {
    name: "findings-5-spread",
    caption: "Spread of the student relative to the data's, on the ring and on Gaussian data, and its prediction",
    figure: intervalCurves(
      [
        { name: "ring", color: "student", points: fractions.map((x) => ({ x, numbers: spread(x) })) },
        { name: "Gaussian", color: "teacher", points: fractions.map((x) => ({ x, numbers: measured(x) })) },
        { name: "predicted", color: "data", points: fractions.map((x) => ({ x, numbers: [gaussianSpread(x)] })) },
      ],
      { x: "fraction p of the fake score's part", y: "spread of the student" },
    ),
  };
}

const table = (runs: Runs): PageTable => ({
  caption: "Means over the seeds, with 95 % intervals:",
  titles: ["p", "spread, ring", "spread, Gaussian", "predicted", "distance, ring", "near a mode", "status, ring"],
  rows: runs.fractions.map((p) => [
    `${p}`,
    formatMean(runs.spread(p), 3),
    formatMean(runs.gaussianSpread(p), 3),
    gaussianSpread(p).toFixed(3),
    formatMean(runs.distance(p), 3),
    formatMean(runs.nearMode(p), 3),
    formatStatuses(runs.statuses(p)),
  ]),
});
