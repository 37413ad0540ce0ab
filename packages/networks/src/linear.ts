import { zeros, type NDArray, type NDArrays, type Network, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { normalWeights } from "./normal-weights.ts";

/** A part of a network: how its weights begin, and what it does with them. The names of its weights carry its own. */
export interface Layer<Inputs extends unknown[] = [x: Tensor]> {
  init(random: Random): Params<NDArray>;
  /** What it takes in a step of training on `count` samples besides weights: `Network.draws`. */
  readonly draws?: ((random: Random, count: number) => NDArrays) | undefined;
  forward(params: Params, ...inputs: Inputs): Tensor;
}

/** Several layers' first weights together. Each weight has a stream of its own, so a new layer changes no other's numbers. */
export const initAll = (layers: readonly Pick<Layer, "init">[], random: Random): Params<NDArray> =>
  Object.assign({}, ...layers.map((layer) => layer.init(random))) as Params<NDArray>;

/** What several layers draw together, if any of them does. */
export function drawsOf(layers: readonly Pick<Layer, "draws">[]): Pick<Network, "draws"> {
  const drawing = layers.flatMap(({ draws }) => draws ?? []);
  if (drawing.length === 0) return {};
  return { draws: (random, count) => Object.assign({}, ...drawing.map((draws) => draws(random, count))) as NDArrays };
}

/**
 * `x W + b`: `[..., inputs] -> [..., outputs]`, weights `NAME.weight: [inputs, outputs]` and `NAME.bias: [outputs]`.
 *
 * It begins normal with variance `gain² / inputs`, which keeps the variance of its input times `gain²`
 * (LeCun et al., "Efficient BackProp", 1998, section 4.6), and with no bias. A gain of 0 makes it begin as zero.
 */
export function linear(name: string, inputs: number, outputs: number, { gain = 1, bias = true } = {}): Layer {
  const [weight, offset] = [`${name}.weight`, `${name}.bias`];
  return {
    init: (random) => ({
      [weight]: normalWeights(random.child(weight), [inputs, outputs], gain / Math.sqrt(inputs)),
      ...(bias && { [offset]: zeros([outputs]) }),
    }),
    forward(params, x) {
      // One product, however many axes there are: a pixel is a row.
      const product = x.reshape([-1, inputs]).matMul(params[weight]!);
      const y = bias ? product.add(params[offset]!) : product;
      return x.rank === 2 ? y : y.reshape([...x.shape.slice(0, -1), outputs]);
    },
  };
}
