import type * as tensorflow from "@tensorflow/tfjs-core";

type Tensor = tensorflow.Tensor;
type Comparison = (a: Tensor, b: Tensor) => Tensor;

/**
 * Replaces the gradients of `maximum` and `minimum`, which TensorFlow.js refuses for operands of different shapes, such as in
 * `x.maximum(0)`. At equal operands the gradient is that of the first.
 */
export function registerBroadcastExtrema(tf: typeof tensorflow): void {
  const register = (kernelName: string, takesFirst: Comparison, takesSecond: Comparison): void => {
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (dy, inputs) => {
        const [a, b] = inputs as [Tensor, Tensor];
        const of = (takes: Comparison, input: Tensor) => (): Tensor =>
          sumTo(tf, tf.mul(dy as Tensor, tf.cast(takes(a, b), "float32")), input.shape);
        return { a: of(takesFirst, a), b: of(takesSecond, b) };
      },
    });
  };
  register("Maximum", tf.greaterEqual, tf.less);
  register("Minimum", tf.lessEqual, tf.greater);
}

/** Sums a gradient over the axes along which an operand was broadcast. */
function sumTo(tf: typeof tensorflow, gradient: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return axes.length === 0 ? gradient : tf.reshape(tf.sum(gradient, axes), shape);
}
