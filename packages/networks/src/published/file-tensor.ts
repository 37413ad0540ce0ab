import type { NDArray, Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Layer } from "../layer.ts";

/**
 * Layout of a weight in a file of PyTorch, and in a network of ours:
 *
 * - `same`: equal shapes.
 * - `matrix`: `[outputs, inputs]` in the file, `[inputs, outputs]` here.
 * - `pointwise`: a 1x1 convolution, `[outputs, inputs, 1, 1]` in the file, `[inputs, outputs]` here.
 * - `kernel`: `[outputs, inputs, h, w]` in the file, `[h, w, inputs, outputs]` here.
 */
export type Layout = "same" | "matrix" | "pointwise" | "kernel";

/** A tensor of a file that is a weight of the network. */
export interface FileWeight {
  /** Name in the file. */
  readonly file: string;
  /** Shape in the file. */
  readonly shape: readonly number[];
  /** Name of the weight. */
  readonly parameter: string;
  readonly layout: Layout;
}

/** A tensor of a file that the options determine, such as a resampling filter. */
export interface FileConstant {
  readonly file: string;
  readonly value: NDArray;
}

/** The tensors of a layer or a network in a file. */
export interface FileTensors {
  readonly weights: readonly FileWeight[];
  readonly constants?: readonly FileConstant[];
}

/** A layer whose weights have names and layouts in published files. */
export interface PublishedLayer<Inputs extends unknown[] = [x: Tensor]> extends Layer<Inputs> {
  readonly tensors: FileTensors;
}

/** The class of a network in another program, and the options that it is created with there. */
export interface NetworkSettings {
  readonly network: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A network whose weights have names and layouts in published files. */
export interface PublishedNetwork extends Network {
  /** @throws TweedieError if the class cannot express an option */
  settings(): NetworkSettings;
  readonly tensors: Required<FileTensors>;
}

/** The tensors of several layers together. */
export const allTensors = (layers: readonly { readonly tensors: FileTensors }[]): Required<FileTensors> => ({
  weights: layers.flatMap(({ tensors }) => tensors.weights),
  constants: layers.flatMap(({ tensors }) => tensors.constants ?? []),
});

/** The tensors with names under a prefix. */
export const withPrefix = (prefix: string, { weights, constants = [] }: FileTensors): Required<FileTensors> => ({
  weights: weights.map((weight) => ({ ...weight, file: `${prefix}.${weight.file}` })),
  constants: constants.map((constant) => ({ ...constant, file: `${prefix}.${constant.file}` })),
});
