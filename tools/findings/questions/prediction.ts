import { meanOf } from "../bootstrap.ts";
import { formatMean } from "../format.ts";
import type { Description, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";

const name = "7-prediction";
const titles = {
  eps: "errors of ε: weight 1",
  v: "between them: weight σ",
  x0: "errors of x0: weight σ²",
  "expected-error": "`weightings/expected-error`, the default",
} as const;
type Weight = keyof typeof titles;
const weights = Object.keys(titles) as Weight[];

/** Question 7. */
export const prediction: Question = {
  number: 7,
  title: "Errors of x0 or of ε?",
  sweeps: [name],
  describe(results): Description {
    const distance = (weight: Weight) => metricOf(rowsWhere(results[name]!, { name: weight }), "sw1");
    const sorted = weights.toSorted((a, b) => meanOf(distance(a)) - meanOf(distance(b)));
    const [best, worst] = [sorted[0]!, sorted.at(-1)!];
    const words = (weight: Weight) => titles[weight].replaceAll("`", "");
    return {
      answer:
        `The two losses are one: a squared error of x0 is σ² times that of ε at the same level, so the choice is a weight of the noise levels. ` +
        `The weight matters: the lowest distance is ${meanOf(distance(best)).toFixed(3)} (${words(best)}), the highest ${meanOf(distance(worst)).toFixed(3)} (${words(worst)}).`,
      setting:
        "L2 − ½ L1 on the ring with four weights of the noise level; student and fake score begin as copies of the teacher.",
      figures: [],
      tables: [table(results)],
      claims: sorted.slice(1).map((weight) => ({
        text: `The distance is lower with ${words(best)} than with ${words(weight)}`,
        lower: distance(best),
        higher: distance(weight),
        digits: 3,
      })),
      theory:
        "`x0 = (xt - betaBar eps) / alphaBar`, so a difference of two predictions of x0 is `-sigma` times that of ε, and `L2 - λ L1` in one is `sigma²` times that in the other, value and gradient. " +
        "A test compares both (`packages/diffusion`). Which weight is best is a question of optimisation, which the identity does not answer.",
      changeOfMind:
        "A pair of losses in x0 and ε, with converted weights, whose gradients differ by more than rounding.",
    };
  },
};

const table = (results: ResultsByName): PageTable => ({
  caption: "Means over eight seeds:",
  titles: ["loss in", "distance", "order 2", "error of the modes' weights", "near a mode"],
  rows: weights.map((weight) => {
    const runs = rowsWhere(results[name]!, { name: weight });
    const mean = (metric: string) => formatMean(metricOf(runs, metric), 3);
    return [titles[weight], mean("sw1"), mean("sw2"), mean("weightError"), mean("highQuality")];
  }),
});
