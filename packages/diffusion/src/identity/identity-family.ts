import type { Coefficients, ScoredBatch } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sumPerSample } from "../per-sample.ts";

// The score identity `E<f(xt), epsFake*> = E<f(xt), eps>` turns `|epsTeacher - epsFake|²` into a family of losses, one for each
// `Coefficients`.

/** `L1 = |a - b|²`: the definition of the Fisher divergence. */
export const l1: Coefficients = { aa: 1, ab: -2, ae: 0, bb: 1, be: 0 };

/** `L2 - lambda L1`, with `L2 = <a - b, a - e>`: SiD (arXiv 2404.04057, whose alpha is lambda). */
export const fused = (lambda: number): Coefficients => ({
  aa: 1 - lambda,
  ab: -1 + 2 * lambda,
  ae: -1,
  bb: -lambda,
  be: 1,
});

/** The fractions of `|a|² - 2 <a, b> + |b|²` to which the identity is applied. */
export interface Transform {
  /** Fraction of the middle term that becomes `-2 <a, e>`. */
  readonly u: number;
  /** Fraction of the last term that becomes `<b, e>`. */
  readonly v: number;
  /** Factor of the whole loss. */
  readonly scale?: number;
}

/** `scale [|a|² - 2 (1 - u) <a, b> - 2 u <a, e> + (1 - v) |b|² + v <b, e>]`: L1 is (0, 0), L2 is (½, 1), L2 - ½L1 half of (1, 2). */
export const transformed = ({ u, v, scale = 1 }: Transform): Coefficients => ({
  aa: scale,
  ab: -2 * scale * (1 - u),
  ae: -2 * scale * u,
  bb: scale * (1 - v),
  be: scale * v,
});

/** The identity applied to every term: `|a|² - 2 <a, e> + <b, e>`. */
export const fullTransform: Coefficients = { aa: 1, ab: 0, ae: -2, bb: 0, be: 1 };

/** The identity applied to the middle term only: `|a - e|² + |b|²` minus the constant `|e|²`. */
export const middleOnly: Coefficients = { aa: 1, ab: 0, ae: -2, bb: 1, be: 0 };

/** The left half of the transform from L1 to L2, `<a, b>` to `<a, e>`: `<a, a - e> - <a - b, b>`. */
export const leftTransform: Coefficients = { aa: 1, ab: -1, ae: -1, bb: 1, be: 0 };

/** The right half of the transform from L1 to L2, `|b|²` to `<b, e>`: `|a|² - 2 <a, b> + <b, e>`. */
export const rightTransform: Coefficients = { aa: 1, ab: -2, ae: 0, bb: 0, be: 1 };

/** The loss with these coefficients, numbers or `[b, 1, ..., 1]`: `[b]`. */
export function quadraticIdentity(
  { aa, ab, ae, bb, be }: Readonly<Record<keyof Coefficients, number | Tensor>>,
  { epsTeacher: a, epsFake: b, eps: e }: Pick<ScoredBatch, "epsTeacher" | "epsFake" | "eps">,
): Tensor {
  const ofTeacher = a.mul(a.mul(aa).add(b.mul(ab)).add(e.mul(ae)));
  const ofFake = b.mul(b.mul(bb).add(e.mul(be)));
  return sumPerSample(ofTeacher.add(ofFake));
}

const vanishes = (x: number): boolean => Math.abs(x) < 1e-12;

/** True if the loss's value is `aa` times the Fisher divergence when the fake score is optimal. */
export const valueRule = ({ aa, ab, ae, bb, be }: Coefficients): boolean =>
  vanishes(ab + ae + 2 * aa) && vanishes(bb + be - aa);

/**
 * True if a student equal to the teacher has no gradient, with the fake score optimal and held constant.
 *
 * The losses that satisfy this rule and the value rule are the linear combinations of L1 and L2.
 */
export const fixedPointRule = ({ ae, be }: Coefficients): boolean => vanishes(ae + be);
