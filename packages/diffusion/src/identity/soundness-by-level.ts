import type { CoefficientsByLevel, LossPoint } from "@tweedie/core";
import { coefficientsAt } from "./coefficients-at.ts";
import { soundness, type Soundness } from "./soundness.ts";

/**
 * Objections to a loss at the noise levels and iterations of its training, a sentence each.
 *
 * The student's gradient is the sum of those of the levels, so the loss is sound if it is sound at every level. Objections of one kind are
 * stated once, for the point with the smallest basin, with the range of the points that have them. Points where all coefficients are zero
 * have no loss of the family, and no objection, unless all are such.
 */
export function objectionsOf(
  coefficients: CoefficientsByLevel,
  points: readonly LossPoint[],
  start: { readonly startsAsTeacher: boolean },
): readonly string[] {
  if (typeof coefficients !== "function") return soundness(coefficients, start).objections;
  const judged = [...points]
    .sort((x, y) => x.sigma - y.sigma)
    .map((point) => ({ point, coefficients: coefficientsAt(coefficients, point) }));
  const present = judged.filter((each) => Object.values(each.coefficients).some((value) => value !== 0));
  const found = new Map<Kind, Judged[]>();
  for (const each of present.length > 0 ? present : judged) {
    const result = soundness(each.coefficients, start);
    if (result.objections.length === 0) continue;
    const kind = kindOf(result);
    found.set(kind, [...(found.get(kind) ?? []), { point: each.point, result }]);
  }
  return [...found.values()].flatMap((ofKind) => {
    const { result } = ofKind.reduce((worst, each) => (excess(each.result) > excess(worst.result) ? each : worst));
    const where = rangeText(
      ofKind.map(({ point }) => point),
      points,
    );
    return result.objections.map((objection) => `${where}${objection}`);
  });
}

interface Judged {
  readonly point: LossPoint;
  readonly result: Soundness;
}

type Kind = "unsound" | "collapse" | "divergence";

const kindOf = ({ sound, lambda = 0 }: Soundness): Kind =>
  sound ? (lambda < 0 ? "collapse" : "divergence") : "unsound";

/** Distance of lambda from the interval in which every Gaussian converges. */
const excess = ({ lambda = 0 }: Soundness): number => Math.max(-lambda, lambda - 1);

/** The noise levels and the iterations of some points, as the beginning of a sentence; empty for all points. */
function rangeText(some: readonly LossPoint[], all: readonly LossPoint[]): string {
  const covers = (key: keyof LossPoint) =>
    new Set(some.map((point) => point[key])).size === new Set(all.map((point) => point[key])).size;
  const range = (name: string, key: keyof LossPoint): string[] => {
    if (covers(key)) return [];
    const values = some.map((point) => point[key]);
    const [from, to] = [Math.min(...values), Math.max(...values)].map((value) => Number(value.toPrecision(3)));
    return [from === to ? `${name} ${from}` : `${name} ${from} to ${to}`];
  };
  const ranges = [...range("the noise levels of sigma", "sigma"), ...range("the iterations", "iteration")];
  return ranges.length === 0 ? "" : `at ${ranges.join(", ")}, taken alone: `;
}
