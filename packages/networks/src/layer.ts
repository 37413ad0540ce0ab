import type { NDArray, NDArrays, Network, Params, Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A part of a network. The names of its weights start with its own name. */
export interface Layer<Inputs extends unknown[] = [x: Tensor]> {
  /** Initial weights. */
  init(random: Random): Params<NDArray>;
  /** Random numbers of one training step on `count` samples: `Network.draws`. */
  readonly draws?: ((random: Random, count: number) => NDArrays) | undefined;
  forward(params: Params, ...inputs: Inputs): Tensor;
}

/** The initial weights of several layers. Each weight has a random stream of its own, so that adding a layer leaves the others unchanged. */
export const initAll = (layers: readonly Pick<Layer, "init">[], random: Random): Params<NDArray> =>
  Object.assign({}, ...layers.map((layer) => layer.init(random))) as Params<NDArray>;

/** The draws of several layers together, if any of them has draws. */
export function drawsOf(layers: readonly Pick<Layer, "draws">[]): Pick<Network, "draws"> {
  const drawing = layers.flatMap(({ draws }) => draws ?? []);
  if (drawing.length === 0) return {};
  return { draws: (random, count) => Object.assign({}, ...drawing.map((draws) => draws(random, count))) as NDArrays };
}
