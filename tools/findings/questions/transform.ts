import { meanOf } from "../bootstrap.ts";
import { formatMean, formatNumber, formatStatuses, medianOf } from "../format.ts";
import { planeCells } from "../figures/plane-cells.ts";
import type { Claim } from "../claim.ts";
import type { Description, PageFigure, PageTable, Question } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere, valuesOf } from "../select-rows.ts";
import { exactTraining } from "../theory/exact-training.ts";
import { type Member, members } from "../theory/members.ts";
import { formatArrived } from "./arrived.ts";
import { lossTitles } from "./loss-titles.ts";
import { updatesClaims, updatesSweep, updatesTable } from "./transform-updates.ts";

const [named, plane, exact] = ["1-losses", "1-plane", "1-exact-training"] as const;
const sound = ["lambda-0", "lambda-0.5", "lambda-1", "lambda-1.2"] as const;
const unsound = ["L1", "full", "left", "right", "middle-only"] as const;

const setting =
  "Fractions u and v of the two transformable terms of `|a - b|²` are transformed: L1 is (0, 0), L2 (½, 1), L2 − ½ L1 (1, 2), the full transform (1, 1), middle only (1, 0). " +
  "The ring with eight Gaussians; student and fake score begin as copies of the teacher; one fake-score update an iteration.";
const theory =
  "With ψ held constant, the teacher is a stationary point only where `v = 2u` ([fixed-point rule](mathematics.md#the-fixed-point-rule)): the line of the `L2 - λ L1`. " +
  "At (0, 0) it is L1, which repels narrow students, and at (¼, ½) λ is −1, for which a narrow student collapses too. All other losses have another fixed point, or none.";

/** Question 1. */
export const transform: Question = {
  number: 1,
  title: "Is the identity transform at its end?",
  sweeps: [named, plane, updatesSweep],
  notQuick: [plane, updatesSweep],
  computations: { [exact]: exactTraining },
  describe(results): Description {
    const distance = (name: string) => metricOf(rowsWhere(results[named]!, { name }), "sw1");
    const errorOf = (loss: Member) => metricOf(rowsWhere(results[exact]!, { loss }), "error");
    const best = sound.toSorted((a, b) => meanOf(distance(a)) - meanOf(distance(b)))[0]!;
    return {
      answer:
        `Yes, within this family: only the line \`v = 2u\` trains, and a full transform is wrong in itself, not only in practice. With the optimal fake score in closed form the full transform ends ` +
        `${medianOf(errorOf("full")).toFixed(2)} from the teacher's parameters and L2 − ½ L1 ${medianOf(errorOf("lambda-0.5")).toFixed(4)}; with a learned one the distances on the ring are ` +
        `${formatNumber(distance("full"), 2)} and ${formatNumber(distance("lambda-0.5"), 3)}.`,
      setting,
      figures: [planeFigure(results)],
      tables: [namedTable(results), updatesTable(results), exactTable(results)],
      claims: [
        ...unsound.map((name) => soundIsCloser(name, distance)),
        ...updatesClaims(results),
        ...order(best, distance),
      ],
      theory,
      changeOfMind:
        "A cell off the line whose distance is within the interval of the best cell on it, or a loss off the line that ends at the teacher with the optimal fake score.",
    };
  },
};

const soundIsCloser = (name: string, distance: (name: string) => readonly number[]): Claim => ({
  text: `L2 − ½ L1 has a lower distance than ${lossTitles[name]!}`,
  lower: distance("lambda-0.5"),
  higher: distance(name),
  digits: 3,
});

/** The best sound loss and reverse KL against the others. */
const order = (best: string, distance: (name: string) => readonly number[]): readonly Claim[] =>
  [...sound, "reverse-kl"]
    .filter((name) => name !== best)
    .map((name) => ({
      text: `${lossTitles[best]!} has a lower distance than ${lossTitles[name]!}`,
      lower: distance(best),
      higher: distance(name),
      digits: 3,
    }));

function planeFigure(results: ResultsByName): PageFigure {
  const [u, v] = ["loss.transform.u", "loss.transform.v"] as const;
  const sweep = results[plane]!;
  const cells = valuesOf(sweep, u).flatMap((x) =>
    valuesOf(sweep, v).map((y) => ({
      x: Number(x),
      y: Number(y),
      value: meanOf(metricOf(rowsWhere(sweep, { [u]: x, [v]: y }), "sw1")),
      isMarked: Number(y) === 2 * Number(x),
    })),
  );
  return {
    name: "findings-1-plane",
    caption: "Distance by the transformed fractions u and v, means of three seeds. Frames: the line v = 2u",
    figure: planeCells(cells, { x: "u, fraction of the middle term", y: "v, fraction of |b|²" }, 2),
  };
}

function namedTable(results: ResultsByName): PageTable {
  return {
    caption: "With a learned fake score, eight seeds:",
    titles: ["loss", "distance", "order 2", "error of the modes' weights", "near a mode", "status"],
    rows: valuesOf(results[named]!, "name").map((name) => {
      const runs = rowsWhere(results[named]!, { name });
      const mean = (metric: string) => formatMean(metricOf(runs, metric), 3);
      const statuses = formatStatuses(runs.map(({ status }) => status));
      return [lossTitles[String(name)]!, mean("sw1"), mean("sw2"), mean("weightError"), mean("highQuality"), statuses];
    }),
  };
}

function exactTable(results: ResultsByName): PageTable {
  const names = Object.keys(members) as Member[];
  return {
    caption:
      "With the optimal fake score in closed form, on the line, six students that begin at random. The distance is that of the final parameters from the teacher's, the spread is relative to the teacher's; medians:",
    titles: ["loss", "starts that end at the teacher", "distance from the teacher", "spread"],
    rows: names.map((loss) => {
      const runs = rowsWhere(results[exact]!, { loss });
      const errors = metricOf(runs, "error");
      const spread = medianOf(metricOf(runs, "spread"));
      return [lossTitles[loss]!, formatArrived(errors), medianOf(errors).toFixed(4), spread.toFixed(3)];
    }),
  };
}
