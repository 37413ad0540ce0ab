import { ndarray, sizeOf, zeros, type NDArray, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** A part of a network: how its weights begin, and what it does with them. The names of its weights carry its own. */
export interface Layer<Inputs extends unknown[] = [x: Tensor]> {
  init(random: Random): Params<NDArray>;
  forward(params: Params, ...inputs: Inputs): Tensor;
}

/** Several layers' first weights together. Each weight has a stream of its own, so a new layer changes no other's numbers. */
export const initAll = (layers: readonly Pick<Layer, "init">[], random: Random): Params<NDArray> =>
  Object.assign({}, ...layers.map((layer) => layer.init(random))) as Params<NDArray>;

/**
 * `x W + b`: `[b, inputs] -> [b, outputs]`, weights `NAME.weight: [inputs, outputs]` and `NAME.bias: [outputs]`.
 *
 * It begins normal with variance `gain² / inputs`, which keeps the variance of its input times `gain²`
 * (LeCun et al., "Efficient BackProp", 1998, section 4.6), and with no bias. A gain of 0 makes it begin as zero.
 */
export function linear(name: string, inputs: number, outputs: number, { gain = 1, bias = true } = {}): Layer {
  const [weight, offset] = [`${name}.weight`, `${name}.bias`];
  return {
    init: (random) => ({
      [weight]: normal(random.child(weight), [inputs, outputs], gain / Math.sqrt(inputs)),
      ...(bias && { [offset]: zeros([outputs]) }),
    }),
    forward(params, x) {
      const y = x.matMul(params[weight]!);
      return bias ? y.add(params[offset]!) : y;
    },
  };
}

function normal(random: Random, shape: readonly number[], std: number): NDArray {
  const numbers = random.normal(sizeOf(shape)).map((value) => value * std);
  return ndarray(shape, numbers);
}
