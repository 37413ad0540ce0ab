import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type Params, tf } from "@tweedie/core";

/** Value of a scalar objective and its gradient with respect to each weight. */
export function valueAndGradients(
  objective: (weights: Params) => Tensor,
  weights: Params,
): { readonly value: Tensor; readonly gradients: Params } {
  const names = Object.keys(weights);
  const byName = (tensors: readonly Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => objective(byName(tensors)) as Scalar)(
    Object.values(weights),
  );
  return { value, gradients: byName(grads) };
}
