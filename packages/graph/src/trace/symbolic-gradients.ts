import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";

type Gradient = NonNullable<ReturnType<typeof tf.getGradient>>;

/** Gradients with `tf.fill` in place of tfjs's arrays of ones of the input's shape, which tracing would allocate and scan. */
const gradients: readonly Gradient[] = [
  reductionGradient("Sum", () => 1),
  reductionGradient("Mean", (count) => 1 / count),
];

function reductionGradient(kernelName: string, factor: (count: number) => number): Gradient {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], { axis }) => {
      const axes = tf.util.parseAxisParam(axis as number | number[], x!.shape);
      const kept = x!.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
      const count = axes.reduce((product, i) => product * x!.shape[i]!, 1);
      const slope = (dy as Tensor).reshape(kept).mul(factor(count));
      return { x: () => slope.mul(tf.fill(x!.shape, 1)) };
    },
  };
}

/** Runs work with these gradients registered, and restores tfjs's own afterwards. */
export function withSymbolicGradients<T>(work: () => T): T {
  const own = gradients.map(({ kernelName }) => tf.getGradient(kernelName));
  gradients.forEach(tf.registerGradient);
  try {
    return work();
  } finally {
    own.forEach(tf.registerGradient);
  }
}
