import { random, tf, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { expect } from "vitest";
import { derivative } from "./finite-difference.ts";
import type { Tolerance } from "./matchers.ts";
import "./matchers.ts";

/**
 * Expects tfjs's gradient of `f`, a scalar, to be that of finite differences, along a random direction of each tensor.
 *
 * The step balances float32's rounding against curvature: it suits functions of order one.
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
