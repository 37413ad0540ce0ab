import { type Coefficients, definePlugin } from "@tweedie/core";
import {
  type ByLevel,
  byLevel,
  fullTransform,
  fused,
  l1,
  leftTransform,
  middleOnly,
  quadraticIdentity,
  rightTransform,
  transformed,
  valueAtLevel,
  valueAtSigma,
} from "@tweedie/diffusion";
import { z } from "zod";

/** Named members of the family: first those of `L2 - lambda L1`, then the unsound ones. */
const presets = {
  l1,
  l2: fused(0),
  exact: fused(0.5),
  "frozen-law": fused(1),
  sid: fused(1.2),
  full: fullTransform,
  "middle-only": middleOnly,
  left: leftTransform,
  right: rightTransform,
} satisfies Record<string, Coefficients>;

const forms = ["preset", "coefficients", "transform"] as const;

const options = z
  .strictObject({
    preset: z
      .enum(Object.keys(presets) as (keyof typeof presets)[])
      .optional()
      .describe("Named member of the family: exact is L2 - L1/2, frozen-law L2 - L1, sid L2 - 1.2 L1."),
    coefficients: z
      .strictObject({
        aa: byLevel.describe("Coefficient of |a|², a the teacher's prediction.").meta({ example: 0.5 }),
        ab: byLevel.describe("Coefficient of <a, b>.").meta({ example: 0 }),
        ae: byLevel.describe("Coefficient of <a, e>.").meta({ example: -1 }),
        bb: byLevel.describe("Coefficient of |b|², b the fake score's prediction.").meta({ example: -0.5 }),
        be: byLevel.describe("Coefficient of <b, e>, e the noise.").meta({ example: 1 }),
      })
      .optional()
      .describe(
        "Coefficients of |a|², <a, b>, <a, e>, |b|² and <b, e>, with teacher a, fake score b and noise e: numbers, or tables by noise level.",
      )
      .meta({ example: { aa: 0.5, ab: 0, ae: -1, bb: -0.5, be: 1 } }),
    transform: z
      .strictObject({
        u: z.number().describe("Fraction of -2 <a, b> transformed to -2 <a, e>.").meta({ example: 0.5 }),
        v: z.number().describe("Fraction of |b|² transformed to <b, e>.").meta({ example: 1 }),
        scale: z.number().default(1).describe("Factor of the loss."),
      })
      .optional()
      .describe("Fractions of the terms of |a - b|² to which the identity is applied.")
      .meta({ example: { u: 0.5, v: 1 } }),
  })
  .refine((given) => forms.filter((form) => given[form] !== undefined).length === 1, {
    error: "give exactly one of `preset`, `coefficients` and `transform`",
  });

type CoefficientTables = Readonly<Record<keyof Coefficients, ByLevel>>;

function coefficientsOf({ preset, coefficients, transform }: z.output<typeof options>): CoefficientTables {
  if (preset) return presets[preset];
  return coefficients ?? transformed(transform!);
}

const isConstant = (coefficients: CoefficientTables): coefficients is Coefficients =>
  Object.values(coefficients).every((each) => typeof each === "number");

/** Applies a function to each of the five coefficients. */
const mapCoefficients = <T, R>(coefficients: Readonly<Record<keyof Coefficients, T>>, f: (value: T) => R) =>
  Object.fromEntries(Object.entries(coefficients).map(([name, value]) => [name, f(value)])) as Record<
    keyof Coefficients,
    R
  >;

/**
 * Any loss quadratic in teacher, fake score and noise:
 *
 *     c_aa |ε_φ|² + c_ab <ε_φ, ε_ψ> + c_ae <ε_φ, ε> + c_bb |ε_ψ|² + c_be <ε_ψ, ε>
 *
 * given by a name, by its coefficients, or by the fractions u and v of `|ε_φ - ε_ψ|²` that the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`
 * transforms:
 *
 *     scale [|ε_φ|² - 2(1-u) <ε_φ, ε_ψ> - 2u <ε_φ, ε> + (1-v) |ε_ψ|² + v <ε_ψ, ε>]
 *
 * All transforms equal the Fisher divergence at the optimal ε_ψ, up to `scale`; the teacher is a stationary point only if `v = 2u`, which
 * is `L2 - λ L1`. Coefficients may be functions of the noise level.
 */
export default definePlugin({
  role: "loss",
  summary: "Any quadratic loss of teacher, fake score and noise, by name, coefficients or transform",
  options,
  create(options) {
    const coefficients = coefficientsOf(options);
    if (isConstant(coefficients)) return { coefficients, student: (batch) => quadraticIdentity(coefficients, batch) };
    return {
      coefficients: ({ sigma }) => mapCoefficients(coefficients, (each) => valueAtSigma(each, sigma)),
      student(batch) {
        const ofSamples = mapCoefficients(coefficients, (each) => {
          const value = valueAtLevel(each, batch.level);
          return typeof value === "number" ? value : value.reshape(batch.level.alphaBar.shape);
        });
        return quadraticIdentity(ofSamples, batch);
      },
    };
  },
});
