import { random, tf, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { derivative } from "../closed-form/finite-difference.ts";
import type { Tolerance } from "./to-be-all-close.ts";
import "./to-be-all-close.ts";

/**
 * Expects tfjs's gradient of a scalar `f` to equal finite differences, along one random direction of each tensor.
 *
 * The default step balances float32 rounding against curvature for functions of order one.
 */
export function expectGradient(
  f: (params: Params) => Tensor,
  params: Params,
  { step = 0.03, atol = 1e-3, rtol = 1e-3 }: Tolerance & { readonly step?: number } = {},
): void {
  const names = Object.keys(params);
  const values = Object.values(params);
  const gradients = tf.grads((...tensors: Tensor[]) =>
    f(Object.fromEntries(names.map((name, i) => [name, tensors[i]!]))),
  )(values);
  const slopes = names.map((name, i) => {
    const value = values[i]!;
    const draw = tf.tensor(random(0, name).normal(value.size), value.shape);
    const direction = draw.div(draw.norm());
    const along = (distance: number) => f({ ...params, [name]: value.add(direction.mul(distance)) }).dataSync()[0]!;
    return { name, exact: gradients[i]!.mul(direction).sum().dataSync()[0]!, differences: derivative(along, 0, step) };
  });
  for (const { name, exact, differences } of slopes) {
    expect(exact, `gradient along ${name}`).toBeAllClose(differences, { atol, rtol });
  }
}
