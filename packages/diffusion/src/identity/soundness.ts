import type { Coefficients } from "@tweedie/core";
import { fixedPointRule, valueRule } from "./identity-family.ts";

/** Properties of a loss of the identity family that follow from its coefficients, assuming a perfect fake score. */
export interface Soundness {
  /** True if the teacher is an attracting fixed point: the loss is a positive multiple of `L2 - lambda L1`. */
  readonly sound: boolean;
  readonly lambda?: number;
  /** The ratio of its value to the Fisher divergence, if that is constant. */
  readonly multiple?: number;
  /** Interval of variance ratios, student to teacher, from which a Gaussian student converges to the teacher. */
  readonly basin?: readonly [number, number];
  /** Reasons against the loss, one sentence each. */
  readonly objections: readonly string[];
}

/**
 * Checks a loss by its coefficients: value rule, fixed-point rule, stability.
 *
 * Near the teacher the attraction depends on `be` alone, not on lambda, for any distribution. Far from it lambda matters, computed here
 * for two Gaussians: the student converges from everywhere if 0 <= lambda <= 1, else from one side of the variance ratio
 * `lambda / (lambda - 1)`. A student initialised with the teacher, one denoising of noise, is narrower than the data, never wider.
 */
export function soundness(coefficients: Coefficients, { startsAsTeacher }: { startsAsTeacher: boolean }): Soundness {
  const { aa, ae, bb, be } = coefficients;
  if (!valueRule(coefficients)) {
    const objection =
      "breaks the value rule, ab + ae = -2 aa and bb + be = aa: with a perfect fake score its value is not a multiple of the Fisher divergence, and its minimum need not be at the teacher";
    return { sound: false, objections: [objection] };
  }
  if (!fixedPointRule(coefficients)) {
    const objection = `breaks the fixed-point rule, ae + be = 0 (here ${round(ae + be)}): even with a perfect fake score a student that equals the teacher moves away, and a Gaussian's variance ${varianceDrift(coefficients)}`;
    return { sound: false, multiple: aa, objections: [objection] };
  }
  if (be <= 0) return { sound: false, multiple: aa, objections: [lackOfAttraction(be, bb)] };

  const lambda = 0 - bb / be;
  const border = lambda / (lambda - 1);
  const basin = [lambda < 0 ? border : 0, lambda > 1 ? border : Infinity] as const;
  const advice = "with lambda from 0.5 to 1 every Gaussian converges";
  const objections: string[] = [];
  if (lambda < 0) {
    objections.push(
      `with lambda ${round(lambda)} a student of less than ${round(border)} times the teacher's variance collapses: ${advice}`,
    );
  }
  if (lambda > 1 && !startsAsTeacher) {
    objections.push(
      `with lambda ${round(lambda)} a student of more than ${round(border)} times the teacher's variance diverges, and a randomly initialised one may be that wide: ${advice}`,
    );
  }
  return { sound: true, lambda, multiple: aa, basin, objections };
}

const round = (x: number): number => Number(x.toPrecision(3));

/**
 * Ratios r = s/S > 0 of a Gaussian's variance s to the teacher's S at which the variance is stationary, in increasing order.
 *
 * The gradient in s is `betaBar² / s²` times `aa r² + ab r + bb`: e does not contribute, because `E<xt, e>` does not depend on s. The
 * gradient in the distance of the means is that distance times `betaBar² / (S s)` and the derivative, `2 aa r + ab`.
 */
function stationaryRatios({ aa, ab, bb }: Coefficients): readonly number[] {
  const root = Math.sqrt(ab * ab - 4 * aa * bb);
  const roots = aa === 0 ? [-bb / ab] : [(-ab - root) / (2 * aa), (-ab + root) / (2 * aa)];
  return roots.filter((ratio) => ratio > 0 && Number.isFinite(ratio)).sort((x, y) => x - y);
}

/** The limit of a Gaussian's variance that starts at the teacher's, as the end of a sentence. */
function varianceDrift(coefficients: Coefficients): string {
  const { aa, ab, bb } = coefficients;
  const shrinks = aa + ab + bb > 0;
  const ratios = stationaryRatios(coefficients);
  const limit = shrinks ? ratios.findLast((ratio) => ratio < 1) : ratios.find((ratio) => ratio > 1);
  // A ratio of noised variances: both contain the noise's, so the student's own variance deviates more.
  if (limit !== undefined) return `converges to ${round(limit)} times the teacher's, noise included`;
  return shrinks ? "falls to zero" : "grows without bound";
}

/** The objection to a loss for which the teacher is a fixed point that does not attract. */
function lackOfAttraction(be: number, bb: number): string {
  if (be < 0) return "is a negative multiple of L2 - lambda L1: the student moves away from the teacher";
  if (bb === 0) return "has only zero coefficients";
  return bb > 0
    ? "is a multiple of L1, for which the teacher is a fixed point that does not attract: a student narrower than the teacher collapses, and its mean moves away"
    : "is a negative multiple of L1, for which the teacher is a fixed point that does not attract: a student wider than the teacher diverges";
}
