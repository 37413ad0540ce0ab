import { meanOf } from "../bootstrap.ts";
import type { ColorName } from "@tweedie/report";
import { type Claim, claimByMeans } from "../claim.ts";
import { intervalCurves } from "../figures/interval-curves.ts";
import { formatMean, formatNumber } from "../format.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { digitsAnswer, digitsSweeps, levelDigitsClaims, levelDigitsTable } from "./level-digits.ts";
import { lossTitles } from "./loss-titles.ts";
import { relative, spacing, variantClaims, variantsNotQuick, variantSweeps, variantTables } from "./level-variants.ts";
import { type Match, metricOf, rowsWhere, valuesOf } from "../select-rows.ts";

const [fisher, dde, allLevels] = ["3-level", "3-dde", "3-all"] as const;
const sigma = "pretrain.time.sigma";

/** Runs of each loss at one level; and those at all levels, if question 1 has them. */
const losses = {
  "lambda-0.5": { sweep: fisher, match: { loss: { use: "sid/l2", lambda: 0.5 } }, color: "student" },
  "lambda-1": { sweep: fisher, match: { loss: { use: "sid/l2", lambda: 1 } }, color: "fakeScore" },
  "reverse-kl": { sweep: fisher, match: { loss: "divergences/reverse-kl" }, color: "teacher" },
  dde: { sweep: dde, match: {}, color: "data" },
} as const satisfies Record<string, { sweep: string; match: Match; color: ColorName }>;
type Loss = keyof typeof losses;
const names = Object.keys(losses) as Loss[];

const setting =
  "Teacher, student and fake score are trained at one noise level σ, with the same cost as at all levels: 2,000 iterations of the teacher and 1,000 of the student. " +
  "The ring has eight even modes, neighbours are 0.765 apart. " +
  "Students of the losses with a teacher begin with its weights. DDE trains the energies of data and student in 2,000 iterations, and its student, an MLP, has random weights.";
const theory =
  "Two distributions that are equal with noise are equal without it, so one level suffices in principle. In practice a level far below the distance between modes does not see from one mode to the next; " +
  "and one that joins them hardly sees the shape of a mode: a change of the student below the noise changes the noised density little, so its gradient is weak beside the error of the fake score.";

/** Question 3. */
export const level: Question = {
  number: 3,
  title: "Is one noise level enough?",
  sweeps: [fisher, dde, allLevels, ...variantSweeps, ...digitsSweeps],
  notQuick: [...variantsNotQuick, ...digitsSweeps],
  describe(results): Description {
    const sigmas = valuesOf(results[fisher]!, sigma).map(Number);
    const distance = (loss: Loss, at: number) => metricOf(runsOf(results, loss, at), "sw1");
    const best = (loss: Loss) => sigmas.toSorted((a, b) => meanOf(distance(loss, a)) - meanOf(distance(loss, b)))[0]!;
    const atAll = (loss: Exclude<Loss, "dde">, metric: string) =>
      metricOf(rowsWhere(results[allLevels]!, losses[loss].match), metric);
    const own = "lambda-0.5";
    const one = (metric: string) => metricOf(runsOf(results, own, best(own)), metric);
    const all = (metric: string) => atAll(own, metric);
    return {
      answer:
        `On the ring not for sharp samples: at its best level, σ = ${best(own)}, L2 − ½ L1 has a distance of ${formatNumber(one("sw1"), 3)}, and with all levels ${formatNumber(all("sw1"), 3)}. ` +
        `That level has the more even modes (error of their weights ${formatNumber(one("weightError"), 3)} against ${formatNumber(all("weightError"), 3)}) and blurs them (${formatNumber(one("highQuality"), 2)} of the samples near a mode against ${formatNumber(all("highQuality"), 2)}); ` +
        `at σ = ${sigmas[0]!} only ${formatNumber(metricOf(runsOf(results, own, sigmas[0]!), "modes"), 1)} of eight modes are left. ` +
        digitsAnswer(results),
      setting,
      figures: [levelFigure(results, sigmas)],
      tables: [table(results, sigmas), ...variantTables(results), levelDigitsTable(results)],
      claims: [
        ...names.map((loss): Claim => ({
          text: `${lossTitles[loss]!}: the level ${relative(best(loss))} has a lower distance than ${relative(sigmas[0]!)}`,
          lower: distance(loss, best(loss)),
          higher: distance(loss, sigmas[0]!),
          digits: 3,
        })),
        ...(["lambda-0.5", "lambda-1", "reverse-kl"] as const).map((loss) =>
          claimByMeans(
            { name: "all levels", numbers: atAll(loss, "sw1") },
            { name: "the best level", numbers: distance(loss, best(loss)) },
            {
              digits: 3,
              text: (lower, higher) => `${lossTitles[loss]!}: the distance is lower with ${lower} than with ${higher}`,
            },
          ),
        ),
        {
          text: `${lossTitles[own]!}: the best level has a lower error of the weights than all levels`,
          lower: one("weightError"),
          higher: all("weightError"),
          digits: 3,
        },
        {
          text: `${lossTitles[own]!}: the best level has fewer samples near a mode than all levels`,
          lower: one("highQuality"),
          higher: all("highQuality"),
          digits: 2,
        },
        ...variantClaims(results),
        ...levelDigitsClaims(results),
      ],
      theory,
      changeOfMind: "A fixed level at which a loss has modes as sharp and as even as with all levels, in most seeds.",
    };
  },
};

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
        name: lossTitles[loss]!,
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
        lossTitles[loss]!,
        relative(at),
        mean("sw1", 3),
        mean("modes", 1),
        mean("weightError", 3),
        mean("highQuality", 2),
      ];
    }),
  ),
});
