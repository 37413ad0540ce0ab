import type { Coefficients } from "@tweedie/core";
import { fixedPointRule, valueRule } from "./identity-family.ts";

/** What is known of a loss of the identity family before it trains anything, the fake score being perfect. */
export interface Soundness {
  /** Whether the teacher is a rest point that attracts: the loss is a positive multiple of `L2 - lambda L1`. */
  readonly sound: boolean;
  readonly lambda?: number;
  /** Which multiple of the Fisher divergence its value is, if it is one. */
  readonly multiple?: number;
  /** Ratios of variance, student's to teacher's, from which a Gaussian is drawn to the teacher. */
  readonly basin?: readonly [number, number];
  /** What speaks against the loss, a sentence each. */
  readonly findings: readonly string[];
}

const round = (x: number): number => Number(x.toPrecision(3));

/**
 * Ratios r = s/S > 0 at which a Gaussian's variance s rests beside the teacher's S, in order.
 *
 * The gradient in s is `betaBar² / s²` times `aa r² + ab r + bb`: e drops out, for `E<xt, e>` does not depend on s. The gradient in
 * the distance of the means is that distance times `betaBar² / (S s)` and the derivative, `2 aa r + ab`.
 */
function restingRatios({ aa, ab, bb }: Coefficients): readonly number[] {
  const root = Math.sqrt(ab * ab - 4 * aa * bb);
  const roots = aa === 0 ? [-bb / ab] : [(-ab - root) / (2 * aa), (-ab + root) / (2 * aa)];
  return roots.filter((ratio) => ratio > 0 && Number.isFinite(ratio)).sort((x, y) => x - y);
}

/** Where a Gaussian's variance goes from the teacher's own. */
function drift(coefficients: Coefficients): string {
  const { aa, ab, bb } = coefficients;
  const shrinks = aa + ab + bb > 0;
  const rests = restingRatios(coefficients);
  const ratio = shrinks ? rests.findLast((ratio) => ratio < 1) : rests.find((ratio) => ratio > 1);
  // A ratio of noised variances: under much noise the student's own has to make up for the noise's.
  if (ratio !== undefined) return `is drawn to ${round(ratio)} times the teacher's, noise included`;
  return shrinks ? "falls to zero" : "grows without bound";
}

/**
 * Judges a loss by its coefficients: value rule, fixed-point rule, stability.
 *
 * Near the teacher every law of every student is drawn by `be` alone, whatever lambda is. From afar lambda decides, here by two
 * Gaussians: from everywhere for 0 <= lambda <= 1, else from one side of the ratio `lambda / (lambda - 1)`.
 * A student begun as the teacher, one denoising of noise, is narrower than the data, never wider.
 */
export function soundness(coefficients: Coefficients, { startsAsTeacher }: { startsAsTeacher: boolean }): Soundness {
  const { aa, ae, bb, be } = coefficients;
  if (!valueRule(coefficients)) {
    const finding =
      "breaks the value rule, ab + ae = -2 aa and bb + be = aa: with a perfect fake score its value is no multiple of the Fisher divergence, and its least value need not be at the teacher";
    return { sound: false, findings: [finding] };
  }
  if (!fixedPointRule(coefficients)) {
    const finding = `breaks the fixed-point rule, ae + be = 0 (here ${round(ae + be)}): even with a perfect fake score a student equal to the teacher is moved away, and a Gaussian's variance ${drift(coefficients)}`;
    return { sound: false, multiple: aa, findings: [finding] };
  }
  if (be <= 0) return { sound: false, multiple: aa, findings: [repulsion(be, bb)] };

  const lambda = 0 - bb / be;
  const border = lambda / (lambda - 1);
  const basin = [lambda < 0 ? border : 0, lambda > 1 ? border : Infinity] as const;
  const findings: string[] = [];
  if (lambda < 0) {
    findings.push(
      `with lambda ${round(lambda)} a student of less than ${round(border)} times the teacher's variance collapses: lambda from 0.5 to 1 draws in every Gaussian`,
    );
  }
  if (lambda > 1 && !startsAsTeacher) {
    findings.push(
      `with lambda ${round(lambda)} a student of more than ${round(border)} times the teacher's variance runs away, and one begun at random may be that wide: lambda from 0.5 to 1 draws in every Gaussian`,
    );
  }
  return { sound: true, lambda, multiple: aa, basin, findings };
}

/** Why a loss that rests at the teacher does not attract there. */
function repulsion(be: number, bb: number): string {
  if (be < 0) return "is a negative multiple of L2 - lambda L1: the student is driven away from the teacher";
  if (bb === 0) return "has no coefficient but zeros";
  return bb > 0
    ? "is a multiple of L1, which has the teacher as a rest point that does not attract: a student narrower than the teacher collapses, and its mean is pushed away"
    : "is a negative multiple of L1, which has the teacher as a rest point that does not attract: a student wider than the teacher runs away";
}
