import type { Tensor } from "@tensorflow/tfjs";
import { tf } from "@tweedie/core";

type Gradient = NonNullable<ReturnType<typeof tf.getGradient>>;

/** Gradients that tfjs writes with arrays of ones of the whole shape, here with a fill: tracing would make, scan and forget all of these. */
const gradients: readonly Gradient[] = [reduction("Sum", () => 1), reduction("Mean", (count) => 1 / count)];

function reduction(kernelName: string, share: (count: number) => number): Gradient {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], { axis }) => {
      const axes = tf.util.parseAxisParam(axis as number | number[], x!.shape);
      const kept = x!.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
      const count = axes.reduce((product, i) => product * x!.shape[i]!, 1);
      const slope = (dy as Tensor).reshape(kept).mul(share(count));
      return { x: () => slope.mul(tf.fill(x!.shape, 1)) };
    },
  };
}

/** Differentiates with these gradients, and leaves tfjs's own in their places. */
export function withSymbolicGradients<T>(work: () => T): T {
  const own = gradients.map(({ kernelName }) => tf.getGradient(kernelName));
  gradients.forEach(tf.registerGradient);
  try {
    return work();
  } finally {
    own.forEach(tf.registerGradient);
  }
}
