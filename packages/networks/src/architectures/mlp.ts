import { sizeOf, tf, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { activations, type Activation } from "../layers/activations.ts";
import { classFeatures } from "../embeddings/class-features.ts";
import { fourierEmbedding } from "../embeddings/fourier-embedding.ts";
import { initAll, type Layer } from "../layer.ts";
import { linear } from "../layers/linear.ts";
import { residualBlock } from "../layers/residual-block.ts";
import type { Samples } from "../samples.ts";

/** Size of a residual MLP. */
export interface MlpSize {
  readonly width: number;
  /** Number of residual blocks, of two weight matrices each. */
  readonly depth: number;
  readonly activation: Activation;
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
}: MlpSize & { inputs: number; outputs: number; condition?: number; gain?: number; outputBias?: boolean }): Layer<
  [x: Tensor, features?: Tensor]
> {
  const input = linear("input", inputs, width);
  const blocks = Array.from({ length: depth }, (_, i) =>
    residualBlock(`blocks.${i}`, { width, condition, activation }),
  );
  const output = linear("output", width, outputs, { gain, bias: outputBias });
  return {
    init: (random) => initAll([input, ...blocks, output], random),
    forward(params, x, features) {
      const h = blocks.reduce((h, block) => block.forward(params, h, features), input.forward(params, x));
      return output.forward(params, activations[activation](h));
    },
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
    forward(params, x, noise, label) {
      const ofNoise = fourierEmbedding(noise, embedding);
      const features = classes === undefined ? ofNoise : tf.concat([ofNoise, classFeatures(label!, classes)], 1);
      const y = net.forward(params, x.reshape([-1, elements]), features);
      return y.reshape([-1, ...shape]);
    },
  };
}
