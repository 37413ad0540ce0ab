import { meanOf } from "../bootstrap.ts";
import type { ColorName } from "@tweedie/report";
import type { Claim } from "../claim.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import { formatMean } from "../format.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { type Match, metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

const [fisher, dde, allLevels] = ["3-level", "3-dde", "1-losses"] as const;
const sigma = "pretrain.time.sigma";
/** Distance between neighbouring modes of the ring. */
const spacing = 2 * Math.sin(Math.PI / 8);

/** Runs of each loss at one level; and those at all levels, if question 1 has them. */
const losses = {
  "lambda-0.5": {
    title: "L2 − ½ L1",
    sweep: fisher,
    match: { loss: { use: "sid/l2", lambda: 0.5 } },
    color: "student",
  },
  "lambda-1": { title: "L2 − L1", sweep: fisher, match: { loss: { use: "sid/l2", lambda: 1 } }, color: "fakeScore" },
  "reverse-kl": { title: "reverse KL", sweep: fisher, match: { loss: "divergences/reverse-kl" }, color: "teacher" },
  dde: { title: "DDE", sweep: dde, match: {}, color: "data" },
} as const satisfies Record<string, { title: string; sweep: string; match: Match; color: ColorName }>;
type Loss = keyof typeof losses;
const names = Object.keys(losses) as Loss[];

const setting =
  "Teacher, student and fake score are trained at one noise level σ, with the same cost as at all levels. The ring has eight even modes, neighbours are 0.765 apart. " +
  "The losses with a teacher begin with its weights; DDE trains the energies of data and student, and its student, an MLP, has random weights.";
const theory =
  "Two distributions that are equal with noise are equal without it, so one level suffices in principle. In practice a level far below the distance between modes does not see from one mode to the next, " +
  "and one far above it hardly sees the modes: the gradient of either vanishes where it is needed.";

/** Question 3. */
export const level: Question = {
  number: 3,
  title: "Is one noise level enough?",
  sweeps: [fisher, dde, allLevels],
  describe(results): Description {
    const sigmas = valuesOf(results[fisher]!, sigma).map(Number);
    const distance = (loss: Loss, at: number) => metricOf(runsOf(results, loss, at), "sw1");
    const best = (loss: Loss) => sigmas.toSorted((a, b) => meanOf(distance(loss, a)) - meanOf(distance(loss, b)))[0]!;
    const atAll = (loss: Loss) => metricOf(rowsWhere(results[allLevels]!, { name: loss }), "sw1");
    const own = "lambda-0.5";
    return {
      answer:
        `It is if it is chosen well: at its best level, ${relative(best(own))} of the distance between modes, L2 − ½ L1 has a distance of ${meanOf(distance(own, best(own))).toFixed(3)}, and with all levels ${meanOf(atAll(own)).toFixed(3)}. ` +
        `At ${relative(sigmas[0]!)} of that distance it has ${meanOf(distance(own, sigmas[0]!)).toFixed(2)}, so the price of one level is that somebody must know where the modes are.`,
      setting,
      figures: [levelFigure(results, sigmas)],
      tables: [table(results, sigmas)],
      claims: [
        ...names.map((loss): Claim => ({
          text: `${losses[loss].title}: the level ${relative(best(loss))} has a lower distance than ${relative(sigmas[0]!)}`,
          lower: distance(loss, best(loss)),
          higher: distance(loss, sigmas[0]!),
          digits: 3,
        })),
        ...(["lambda-0.5", "lambda-1", "reverse-kl"] as const).map((loss) =>
          against(loss, atAll(loss), distance(loss, best(loss))),
        ),
      ],
      theory,
      changeOfMind:
        "A level below a quarter of the distance between modes at which a loss finds all modes with their weights, in most seeds.",
    };
  },
};

/** All levels against the best one, in the direction of their means. */
function against(loss: Loss, all: readonly number[], one: readonly number[]): Claim {
  const { title } = losses[loss];
  return meanOf(all) < meanOf(one)
    ? { text: `${title}: all levels have a lower distance than the best one`, lower: all, higher: one, digits: 3 }
    : { text: `${title}: the best level has a lower distance than all levels`, lower: one, higher: all, digits: 3 };
}

const relative = (level: number): string => (level / spacing).toFixed(2);

const runsOf = (results: ResultsByName, loss: Loss, at: number) => {
  const { sweep, match } = losses[loss];
  return rowsWhere(results[sweep]!, { ...match, [sigma]: at });
};

function levelFigure(results: ResultsByName, sigmas: readonly number[]): PageFigure {
  return {
    name: "findings-3-levels",
    caption: "Distance by the noise level, relative to the distance between neighbouring modes",
    figure: intervalCurves(
      names.map((loss) => ({
        name: losses[loss].title,
        color: losses[loss].color,
        points: sigmas.map((at) => ({ x: at / spacing, numbers: metricOf(runsOf(results, loss, at), "sw1") })),
      })),
      { x: "noise level / distance between modes", y: "distance", log: ["x", "y"] },
    ),
  };
}

const table = (results: ResultsByName, sigmas: readonly number[]): PageTable => ({
  caption: "Means over eight seeds. The level is relative to the distance between neighbouring modes:",
  titles: ["loss", "level", "distance", "modes of 8", "error of the modes' weights", "near a mode"],
  rows: names.flatMap((loss) =>
    sigmas.map((at) => {
      const mean = (metric: string, digits: number) => formatMean(metricOf(runsOf(results, loss, at), metric), digits);
      return [
        losses[loss].title,
        relative(at),
        mean("sw1", 3),
        mean("modes", 1),
        mean("weightError", 3),
        mean("highQuality", 2),
      ];
    }),
  ),
});
