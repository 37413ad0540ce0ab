import { mapParams, random, tf, type NDArray, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { unless } from "./findings.ts";
import { difference } from "./difference.ts";
import { sameArrays } from "./same-arrays.ts";

/** Returns a problem if equal random streams give different arrays. */
export const drawDifference = (init: (stream: Random) => Params<NDArray>): string | undefined =>
  unless(
    sameArrays(init(random(1, "init")), init(random(1, "init"))),
    "two equal random streams give different arrays; all random numbers must come from the stream",
  );

/** Returns a problem that names the weights, other than the `fixed` ones, in which the output has no gradient. */
export function missingGradients(
  params: Params,
  forward: (params: Params) => Tensor,
  fixed: readonly string[] = [],
): string | undefined {
  const unknown = fixed.filter((name) => !Object.hasOwn(params, name));
  if (unknown.length > 0) return `fixed weights that the model does not have: ${unknown.join(", ")}`;
  const names = Object.keys(params);
  const size = (x: Tensor): number => x.abs().max().dataSync()[0]!;
  const gradients = tf.grads((...weights: Tensor[]) => {
    const y = forward(Object.fromEntries(names.map((name, i) => [name, weights[i]!])));
    return weights.reduce((sum, weight) => sum.add(weight.mul(0).sum()), y.square().sum()); // connects each weight
  })(Object.values(params));
  const without = names.filter((name, i) => !fixed.includes(name) && !(size(gradients[i]!) > 0));
  return unless(without.length === 0, `weights without a gradient: ${without.join(", ")}`);
}

/** Returns how `forward` of a batch differs from `forward` of each sample alone. */
export function sampleInteraction(batch: Params, forward: (batch: Params) => Tensor): string | undefined {
  const together = forward(batch);
  const alone = Array.from({ length: together.shape[0]! }, (_, i) => forward(mapParams(batch, (x) => x.slice(i, 1))));
  const problem = difference(tf.concat(alone), together, { atol: 1e-5, rtol: 1e-4 });
  return problem === undefined ? undefined : `each sample alone and the batch: ${problem}`;
}

/** Returns how the numbers of all samples but the last, `values(x): [b]`, depend on the last sample. */
export function otherSampleProblem(values: (x: Tensor) => Tensor, x: Tensor): string | undefined {
  const others = x.shape[0]! - 1;
  const changed = tf.concat([x.slice(0, others), x.slice(others, 1).add(1)]);
  const problem = difference(values(changed).slice(0, others), values(x).slice(0, others));
  return problem === undefined ? undefined : `with another last sample, and with the first: ${problem}`;
}

/** Returns a problem unless a gradient has a finite, non-zero part in each of four samples. */
export function gradientProblem(gradient: Tensor): string | undefined {
  const sizes = [...gradient.reshape([4, -1]).abs().sum(1).dataSync()];
  const isSound = sizes.every((size) => Number.isFinite(size) && size > 0);
  return unless(isSound, `sums of the gradient's absolute values by sample: ${sizes.join(", ")}`);
}
