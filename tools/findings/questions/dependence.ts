import { formatMean, formatNumber, medianOf } from "../format.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import type { ColorName } from "@tweedie/report";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";
import { laggingFakeScore, lags } from "../theory/lagging-fake-score.ts";
import { type Member, members } from "../theory/members.ts";
import { trainingClaims, trainingComputations, trainingTable } from "./dependence-training.ts";
import { lossTitles } from "./loss-titles.ts";

const name = "2-lagging-fake-score";
const longest = lags.at(-1)!;

const setting =
  "Gradients in closed form, on the line at three noise levels. The teacher is a skewed distribution; 16 random students are near it, a tenth as far as another 16. " +
  "The fake score is the optimum of an earlier student: the lag is the distance since then, relative to the distance from the teacher.";
const theory =
  "The article explains L2 by a weaker dependence on ψ. By [the gradients of the family](mathematics.md#the-gradient), the reason is which gradient is left when ψ is held constant: " +
  "`(1 - λ) G1 + ½ G2` for L2 − λ L1, and for all transforms off the line `v = 2u` a term that does not vanish at the teacher. The second explanation predicts the first table, the first does not. " +
  "A lag that is harmless for a gradient near the teacher is not harmless in training: with a fake score that is several steps behind, students of the sound losses miss the teacher too, " +
  "with λ = 0 first. The losses off the line miss it with every lag.";

/** Question 2. */
export const dependence: Question = {
  number: 2,
  title: "Why does L2 work?",
  sweeps: [],
  computations: { [name]: laggingFakeScore, ...trainingComputations },
  describe(results): Description {
    const near = select(results, "near");
    return {
      answer:
        `Not because it depends less on ψ: of all losses the full transform depends least on it, with a change of ${formatNumber(near("full", longest, "change"), 2)} ` +
        `where that of L2 is ${formatNumber(near("lambda-0", longest, "change"), 2)}, and it fails. ` +
        `L2 works because what remains of its gradient is right: near the teacher its cosine with the exact gradient is ${formatNumber(near("lambda-0", 0, "cosine"), 3)}, ` +
        `that of the full transform ${formatNumber(near("full", 0, "cosine"), 2)}.`,
      setting,
      figures: [cosineFigure(results)],
      tables: [table(results), trainingTable(results)],
      claims: [
        {
          text: "Near the teacher, the gradient of the full transform changes less by the longest lag than that of L2",
          lower: near("full", longest, "change"),
          higher: near("lambda-0", longest, "change"),
          digits: 2,
        },
        ...(["L1", "full", "left", "right", "middle-only"] as const).map((loss) => ({
          text: `Near the teacher with the longest lag, the cosine of ${lossTitles[loss]!} with the exact gradient is lower than that of L2`,
          lower: near(loss, longest, "cosine"),
          higher: near("lambda-0", longest, "cosine"),
          digits: 2,
        })),
        ...trainingClaims(results),
      ],
      theory,
      changeOfMind:
        "A loss off the line v = 2u whose cosine near the teacher is that of L2, or a lag at which L2 has a lower cosine than the full transform there.",
    };
  },
};

const select = (results: ResultsByName, distance: string) => (loss: Member, lag: number, metric: string) =>
  metricOf(rowsWhere(results[name]!, { distance, loss, lag }), metric);

function cosineFigure(results: ResultsByName): PageFigure {
  const near = select(results, "near");
  const curves: readonly (readonly [Member, ColorName])[] = [
    ["lambda-0", "student"],
    ["full", "teacher"],
    ["L1", "data"],
    ["right", "fakeScore"],
  ];
  return {
    name: "findings-2-cosine",
    caption: "Cosine of the gradient with the exact gradient near the teacher, by the lag of the fake score",
    figure: intervalCurves(
      curves.map(([loss, color]) => ({
        name: lossTitles[loss]!,
        color,
        points: lags.map((x) => ({ x, numbers: near(loss, x, "cosine") })),
      })),
      { x: "lag of the fake score", y: "cosine with the exact gradient" },
    ),
  };
}

function table(results: ResultsByName): PageTable {
  const [near, far] = [select(results, "near"), select(results, "far")];
  return {
    caption: `Means over 16 students. Cosine with the exact gradient; change of the gradient by a lag of ${longest}, relative to its length; standard deviation of the gradient of one sample, relative to its mean's length (median):`,
    titles: ["loss", "cosine, near", `near, lag ${longest}`, "cosine, far", `change by the lag, near`, "noise, near"],
    rows: (Object.keys(members) as Member[]).map((loss) => [
      lossTitles[loss]!,
      formatMean(near(loss, 0, "cosine"), 2),
      formatMean(near(loss, longest, "cosine"), 2),
      formatMean(far(loss, 0, "cosine"), 2),
      formatMean(near(loss, longest, "change"), 2),
      Math.sqrt(medianOf(near(loss, 0, "variance"))).toFixed(0),
    ]),
  };
}
