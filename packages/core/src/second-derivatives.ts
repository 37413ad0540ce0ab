import type * as tensorflow from "@tensorflow/tfjs-core";

/** Kernels whose gradients read their output, with the names of their inputs. */
const kernels: Readonly<Record<string, readonly string[]>> = {
  Exp: ["x"],
  LogSoftmax: ["logits"],
  Pow: ["a", "b"],
  Sigmoid: ["x"],
  Softmax: ["logits"],
  Tanh: ["x"],
};

/**
 * Replaces gradients of TensorFlow.js that can be differentiated only once.
 *
 * They read a saved copy of the op's output. The copy is on the tape before the op, so a second differentiation takes it for a constant, and
 * its result is wrong without an error. The replacements compute the output again from the inputs, in a compiled step at no cost: equal nodes
 * are merged.
 */
export function registerSecondDerivatives(tf: typeof tensorflow): void {
  for (const [kernelName, inputsToSave] of Object.entries(kernels)) {
    const { gradFunc, inputsToSave: saved = [] } = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      kernelName,
      inputsToSave: [...inputsToSave],
      gradFunc: (dy, inputs, attrs) => {
        const named = Object.fromEntries(inputsToSave.map((name, i) => [name, inputs[i]!]));
        const output = tf.engine().runKernel(kernelName, named, attrs) as tensorflow.Tensor;
        return gradFunc(dy, saved.length > 0 ? [...inputs, output] : [output], attrs);
      },
    });
  }
  registerElu(tf);
  registerFilterGradient(tf);
  for (const kernelName of comparisons) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (_, [a, b]) => ({ a: () => tf.zerosLike(a!), b: () => tf.zerosLike(b!) }),
    });
  }
}

/** Kernels without a gradient. It is zero; a maximum has them in its own gradient. */
const comparisons = ["Equal", "NotEqual", "Greater", "Less", "LessEqual"] as const;

/** `dy` where x is positive, else `dy exp(x)`. The kernel that TensorFlow.js uses has no gradient of its own. */
function registerElu(tf: typeof tensorflow): void {
  tf.unregisterGradient("Elu");
  tf.registerGradient({
    kernelName: "Elu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({
      x: () => {
        const isPositive = tf.step(x!);
        const slope = isPositive.add(tf.sub(1, isPositive).mul(tf.exp(tf.relu(x!.neg()).neg())));
        return tf.mul(dy as tensorflow.Tensor, slope);
      },
    }),
  });
}

/**
 * The gradient of a convolution in its filter is bilinear in the input x and the output's gradient dy: its own gradients are
 * convolutions too. TensorFlow.js has none.
 */
function registerFilterGradient(tf: typeof tensorflow): void {
  tf.registerGradient({
    kernelName: "Conv2DBackpropFilter",
    inputsToSave: ["x", "dy"],
    gradFunc: (upstream, [x, dy], { filterShape: _, ...settings }) => {
      const filter = upstream as tensorflow.Tensor;
      const run = (kernel: string, inputs: tensorflow.NamedTensorMap, own: tensorflow.NamedAttrMap) =>
        tf.engine().runKernel(kernel, inputs, { ...settings, ...own }) as tensorflow.Tensor;
      return {
        x: () => run("Conv2DBackpropInput", { dy: dy!, filter }, { inputShape: x!.shape }),
        dy: () => run("Conv2D", { x: x!, filter }, { dilations: 1 }),
      };
    },
  });
}

/** `logSoftmax`, whose gradient in TensorFlow.js is a custom one that can be differentiated only once. */
export function replaceLogSoftmax(tf: typeof tensorflow): (typeof tensorflow)["logSoftmax"] {
  const logSoftmax = <T extends tensorflow.Tensor>(logits: T | tensorflow.TensorLike, axis = -1): T => {
    const x = tf.cast(logits as T, "float32");
    return x.sub(tf.logSumExp(x, axis, true));
  };
  tf.Tensor.prototype.logSoftmax = function <T extends tensorflow.Tensor>(this: T, axis?: number): T {
    return logSoftmax(this, axis);
  };
  return logSoftmax;
}
