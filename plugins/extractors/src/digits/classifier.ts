import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { ndarray, sizeOf, tf, zeros, type NDArray, type Params, type Random } from "@tweedie/core";
import { initAll, linear, type Layer } from "@tweedie/networks";

/** Pixels a side of the classifier's input. Smaller images are enlarged by whole factors. */
export const inputSide = 28;
export const featureCount = 64;
export const classCount = 10;

const layers: readonly Layer[] = [conv("conv1", 5, 1, 24), conv("conv2", 3, 24, 48), conv("conv3", 3, 48, 48)];
const toFeatures = linear("features", 4 * 4 * 48, featureCount, { gain: Math.SQRT2 });
const toClasses = linear("classes", featureCount, classCount);

/** Initial weights. */
export const initClassifier = (random: Random): Params<NDArray> => initAll([...layers, toFeatures, toClasses], random);

/**
 * Three convolutions of stride 2, 64 features and ten classes: 81,500 weights.
 *
 * @param x Digits in [-1, 1] on a background of -1: `[b, size, size, 1]`, where size divides 28.
 * @returns `features: [b, 64]` and class logits, `classes: [b, 10]`.
 */
export function classify(params: Params, x: Tensor): { features: Tensor; classes: Tensor } {
  const ink = enlarge(x.add(1).mul(0.5) as Tensor4D); // [b, 28, 28, 1], in [0, 1]: zero padding is background
  const last = layers.reduce<Tensor>((h, layer) => tf.relu(layer.forward(params, h)), ink); // [b, 4, 4, 48]
  const features = tf.relu(toFeatures.forward(params, last.reshape([-1, 4 * 4 * 48]))); // [b, 64]
  return { features, classes: toClasses.forward(params, features) };
}

/** Resizes images to 28 pixels a side by repeating pixels. */
const enlarge = (x: Tensor4D): Tensor4D =>
  x.shape[1] === inputSide ? x : tf.image.resizeNearestNeighbor(x, [inputSide, inputSide]);

/** Convolution of stride 2, `[b, s, s, inputs] -> [b, s / 2, s / 2, outputs]`, initialised after He et al., arXiv 1502.01852. */
function conv(name: string, size: number, inputs: number, outputs: number): Layer {
  const [weight, bias] = [`${name}.weight`, `${name}.bias`];
  const shape = [size, size, inputs, outputs];
  const std = Math.sqrt(2 / (size * size * inputs));
  return {
    init: (random) => ({
      [weight]: ndarray(
        shape,
        random
          .child(weight)
          .normal(sizeOf(shape))
          .map((value) => value * std),
      ),
      [bias]: zeros([outputs]),
    }),
    forward: (params, x) => tf.conv2d(x as Tensor4D, params[weight] as Tensor4D, 2, "same").add(params[bias]!),
  };
}
