import { sizeOf, tf, type Network, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations, type Activation } from "../layers/activations.ts";
import { classFeatures } from "../embeddings/class-features.ts";
import { fourierEmbedding } from "../embeddings/fourier-embedding.ts";
import { initAll, type Layer } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { residualBlock } from "../layers/residual-block.ts";
import type { Samples } from "../samples.ts";
import { withFeatures } from "../with-features.ts";

/** Size of a residual MLP. */
export interface MlpSize {
  readonly width: number;
  /** Number of residual blocks, of two weight matrices each. */
  readonly depth: number;
  readonly activation: Activation;
}

/** A residual MLP, with its last hidden layer: `[b, width]`. */
export interface ResidualMlp extends Layer<[x: Tensor, features?: Tensor]> {
  /** Output and last hidden layer, before its activation. */
  evaluate(params: Params, x: Tensor, features?: Tensor): { readonly output: Tensor; readonly hidden: Tensor };
}

/**
 * Residual MLP: `[b, inputs] -> [b, outputs]`, its blocks conditioned on features `[b, condition]` if `condition` > 0.
 *
 * `gain` scales the initial output; 0 makes it zero.
 */
export function residualMlp({
  inputs,
  outputs,
  width,
  depth,
  activation,
  condition = 0,
  gain = 1,
  outputBias = true,
}: MlpSize & {
  inputs: number;
  outputs: number;
  condition?: number;
  gain?: number;
  outputBias?: boolean;
}): ResidualMlp {
  const input = linear("input", inputs, width);
  const blocks = Array.from({ length: depth }, (_, i) =>
    residualBlock(`blocks.${i}`, { width, condition, activation }),
  );
  const last = linear("output", width, outputs, { gain, bias: outputBias });
  const evaluate: ResidualMlp["evaluate"] = (params, x, features) => {
    const hidden = blocks.reduce((h, block) => block.forward(params, h, features), input.forward(params, x));
    return { output: last.forward(params, activations[activation](hidden)), hidden };
  };
  return {
    init: (random) => initAll([input, ...blocks, last], random),
    evaluate,
    forward: (...inputs) => evaluate(...inputs).output,
  };
}

/**
 * Residual MLP over flattened samples, conditioned on `embedding` Fourier features of the noise and optionally on `classes`.
 *
 * The initial output is zero, so that with preconditioning the first prediction is the best linear one.
 */
export function mlp({
  shape,
  embedding,
  classes,
  ...size
}: MlpSize & Samples & { readonly embedding: number }): Network {
  const elements = sizeOf(shape);
  const net = residualMlp({
    inputs: elements,
    outputs: elements,
    condition: embedding + (classes ?? 0),
    gain: 0,
    ...size,
  });
  return {
    shape,
    classes,
    init: net.init,
    ...withFeatures([size.width], (params, x, noise, label) => {
      const ofNoise = fourierEmbedding(noise, embedding);
      const features = classes === undefined ? ofNoise : tf.concat([ofNoise, classFeatures(label!, classes)], 1);
      const { output, hidden } = net.evaluate(params, x.reshape([-1, elements]), features);
      return { output: output.reshape([-1, ...shape]), features: hidden };
    }),
  };
}
