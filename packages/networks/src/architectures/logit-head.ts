import { type NDArray, type Params, tf } from "@tweedie/core";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { initAll, type Layer } from "../layer.ts";
import { activations } from "../layers/activations.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { fanIn } from "../published/initial.ts";

/**
 * Head of a discriminator on the features of a network, `[b, h, w, c]` or `[b, c]`: one logit a sample, `[b, 1]`.
 *
 * A 4 by 4 convolution of stride 2, a convolution over all that remains, and a linear map to the logit, with GroupNorm and SiLU between
 * them. On maps of 8 by 8 pixels these are the layers of DMD2's code (Yin et al., arXiv 2405.14867, section 4.3), which has 32 groups; here
 * a group has at least four channels. Features of one pixel, or without pixels, skip the first convolution.
 */
export function logitHead(name: string, features: readonly number[]): Layer<[features: Tensor]> {
  const channels = features.at(-1)!;
  const [height, width] = features.length === 3 ? (features as [number, number, number]) : [1, 1];
  const halves = Math.min(height, width) > 1;
  const [rows, columns] = halves ? [Math.floor(height / 2), Math.floor(width / 2)] : [height, width];
  const normOf = (layer: string) => groupNorm(`${name}.${layer}`, channels, groupsOf(channels));
  const layers = [
    ...(halves ? [convolution(`${name}.halve`, [4, 4, channels, channels], { stride: 2, padding: 1 })] : []),
    ...(halves ? [normOf("norm1")] : []),
    convolution(`${name}.join`, [rows, columns, channels, channels]),
    normOf("norm2"),
    convolution(`${name}.logit`, [1, 1, channels, 1]),
  ] as const;
  const [first, ...others] = layers;
  return {
    init: (random) => initAll(layers, random),
    forward(params, x) {
      const map = x.reshape([-1, height, width, channels]);
      // SiLU follows each GroupNorm, and a GroupNorm each convolution but the last.
      const logit = others.reduce(
        (h, layer, i) => {
          const isNorm = i % 2 === 0;
          return isNorm ? activations.silu(layer.forward(params, h)) : layer.forward(params, h);
        },
        first!.forward(params, map),
      );
      return logit.reshape([-1, 1]);
    },
  };
}

/** Number of groups that divides the channels: at most 32, of at least four channels each where there are as many. */
function groupsOf(channels: number): number {
  const largest = Math.max(1, Math.min(32, Math.floor(channels / 4)));
  return Array.from({ length: largest }, (_, i) => largest - i).find((groups) => channels % groups === 0)!;
}

type KernelShape = readonly [height: number, width: number, inputs: number, outputs: number];

/** Convolution with zero padding, initialised as in PyTorch: weights `NAME.weight: [h, w, inputs, outputs]`, `NAME.bias: [outputs]`. */
function convolution(name: string, shape: KernelShape, { stride = 1, padding = 0 } = {}): Layer {
  const [height, width, inputs, outputs] = shape;
  const [weight, bias] = [`${name}.weight`, `${name}.bias`];
  const fans = { inputs: height * width * inputs, outputs: height * width * outputs };
  const around: [number, number] = [padding, padding];
  return {
    init: (random): Params<NDArray> => ({
      [weight]: fanIn(random.child(weight), shape, fans),
      [bias]: fanIn(random.child(bias), [outputs], fans),
    }),
    forward: (params, x) =>
      tf.conv2d(x as Tensor4D, params[weight] as Tensor4D, stride, [[0, 0], around, around, [0, 0]]).add(params[bias]!),
  };
}
