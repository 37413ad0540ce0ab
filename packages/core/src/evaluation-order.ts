import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "./tf.ts";

/** Name of the kernel by which `after` is recorded when a step is compiled. */
export const afterKernel = "After";

/**
 * The values of `x`, which a compiled step computes, and all that depends on them, only after `others`.
 *
 * Values of `others` that nothing else uses are not computed for it. Backends that run op by op compute values in the order of the program,
 * and return `x` itself.
 */
export function after(x: Tensor, others: readonly Tensor[]): Tensor {
  if (others.length === 0 || !tf.getKernel(afterKernel, tf.getBackend())) return x;
  const inputs = Object.fromEntries(others.map((each, i) => [`other${i}`, each]));
  const ordered = tf.customGrad((x) => ({
    value: tf.engine().runKernel<Tensor>(afterKernel, { x: x as Tensor, ...inputs }),
    gradFunc: (dy: Tensor) => dy,
  }));
  return ordered(x);
}
