import { type Coefficients, definePlugin } from "@tweedie/core";
import {
  fullTransform,
  fused,
  l1,
  leftTransform,
  middleOnly,
  quadraticIdentity,
  rightTransform,
  transformed,
} from "@tweedie/diffusion";
import { z } from "zod";

/** The members that have a name: those of `L2 - lambda L1`, then those that move the teacher. */
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

const ways = ["preset", "coefficients", "transform"] as const;

const options = z
  .strictObject({
    preset: z
      .enum(Object.keys(presets) as (keyof typeof presets)[])
      .optional()
      .describe("a member by name; exact is L2 - L1/2, frozen-law L2 - L1, sid L2 - 1.2 L1"),
    coefficients: z
      .strictObject({ aa: z.number(), ab: z.number(), ae: z.number(), bb: z.number(), be: z.number() })
      .optional()
      .describe("of |a|², <a, b>, <a, e>, |b|², <b, e>, with teacher a, fake score b, noise e"),
    transform: z
      .strictObject({
        u: z.number().describe("share of -2 <a, b> that becomes -2 <a, e>"),
        v: z.number().describe("share of |b|² that becomes <b, e>"),
        scale: z.number().default(1).describe("factor of the whole"),
      })
      .optional()
      .describe("how much of |a - b|² the identity rewrites"),
  })
  .refine((given) => ways.filter((way) => given[way] !== undefined).length === 1, {
    error: "give exactly one of `preset`, `coefficients` and `transform`",
  });

function coefficientsOf({ preset, coefficients, transform }: z.output<typeof options>): Coefficients {
  if (preset) return presets[preset];
  return coefficients ?? transformed(transform!);
}

/**
 * Any loss quadratic in teacher, fake score and noise:
 *
 *     c_aa |ε_φ|² + c_ab <ε_φ, ε_ψ> + c_ae <ε_φ, ε> + c_bb |ε_ψ|² + c_be <ε_ψ, ε>
 *
 * by a name, by its five numbers, or by how much of `|ε_φ - ε_ψ|²` the identity `E<f(xt), ε_ψ> = E<f(xt), ε>` rewrites:
 *
 *     scale [|ε_φ|² - 2(1-u) <ε_φ, ε_ψ> - 2u <ε_φ, ε> + (1-v) |ε_ψ|² + v <ε_ψ, ε>]
 *
 * All of the latter are the Fisher divergence in value; the teacher is at rest only if `v = 2u`, which is `L2 - λ L1`.
 */
export default definePlugin({
  role: "loss",
  summary: "any quadratic loss of teacher, fake score and noise, by name, coefficients or transform",
  options,
  create(options) {
    const coefficients = coefficientsOf(options);
    return { coefficients, student: (batch) => quadraticIdentity(coefficients, batch) };
  },
});
