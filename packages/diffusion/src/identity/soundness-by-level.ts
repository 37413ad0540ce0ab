import type { CoefficientsByLevel } from "@tweedie/core";
import { coefficientsAt } from "./coefficients-at.ts";
import { soundness, type Soundness } from "./soundness.ts";

/**
 * Objections to a loss at the noise levels of its training, a sentence each.
 *
 * The student's gradient is the sum of those of the levels, so the loss is sound if it is sound at every level. Objections of one kind are
 * stated once, for the level with the smallest basin, with the range of the levels that have them.
 */
export function objectionsOf(
  coefficients: CoefficientsByLevel,
  sigmas: readonly number[],
  start: { readonly startsAsTeacher: boolean },
): readonly string[] {
  if (typeof coefficients !== "function") return soundness(coefficients, start).objections;
  const found = new Map<Kind, { readonly sigma: number; readonly result: Soundness }[]>();
  for (const sigma of [...sigmas].sort((x, y) => x - y)) {
    const result = soundness(coefficientsAt(coefficients, { sigma }), start);
    if (result.objections.length === 0) continue;
    found.set(kindOf(result), [...(found.get(kindOf(result)) ?? []), { sigma, result }]);
  }
  return [...found.values()].flatMap((levels) => {
    const { result } = levels.reduce((worst, each) => (excess(each.result) > excess(worst.result) ? each : worst));
    const [from, to] = [levels[0]!.sigma, levels.at(-1)!.sigma].map((sigma) => Number(sigma.toPrecision(3)));
    const range = from === to ? `sigma ${from}` : `sigma ${from} to ${to}`;
    return result.objections.map((objection) => `at the noise levels of ${range}, taken alone: ${objection}`);
  });
}

type Kind = "unsound" | "collapse" | "divergence";

const kindOf = ({ sound, lambda = 0 }: Soundness): Kind =>
  sound ? (lambda < 0 ? "collapse" : "divergence") : "unsound";

/** Distance of lambda from the interval in which every Gaussian converges. */
const excess = ({ lambda = 0 }: Soundness): number => Math.max(-lambda, lambda - 1);
