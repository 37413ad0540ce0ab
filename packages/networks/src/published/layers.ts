import { tf, type NDArray, type Params, type Random } from "@tweedie/core";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { groupNorm } from "../layers/group-norm.ts";
import { linear } from "../layers/linear.ts";
import type { FileWeight, PublishedLayer } from "./file-tensor.ts";
import { zero, type Fans, type Initial } from "./initial.ts";

/** Initial values of a layer; without `bias` the bias is zero, and with `bias: false` there is none. */
export interface LayerInitial {
  readonly weight: Initial;
  readonly bias?: Initial | false | undefined;
}

type Shape = readonly number[];

/** The tensors `NAME.weight` and `NAME.bias` of a layer with a weight of shape `shape`, and their initial values. */
function weightAndBias(
  name: string,
  { shape, file, layout, fans }: { shape: Shape; file: Shape; layout: FileWeight["layout"]; fans: Fans },
  { weight, bias = zero }: LayerInitial,
): Pick<PublishedLayer, "init" | "tensors"> {
  const names = { weight: `${name}.weight`, bias: `${name}.bias` };
  const outputs = [file[0]!];
  return {
    init: (random: Random): Params<NDArray> => ({
      [names.weight]: weight(random.child(names.weight), shape, fans),
      ...(bias && { [names.bias]: bias(random.child(names.bias), outputs, fans) }),
    }),
    tensors: {
      weights: [
        { file: names.weight, shape: file, parameter: names.weight, layout },
        ...(bias
          ? [{ file: names.bias, shape: outputs, parameter: names.bias, layout: "same" } satisfies FileWeight]
          : []),
      ],
    },
  };
}

/** `x W + b`: `[b, inputs] -> [b, outputs]`. In a file the weight is `[outputs, inputs]`. */
export function matrix(name: string, inputs: number, outputs: number, initial: LayerInitial): PublishedLayer {
  const sizes = { shape: [inputs, outputs], file: [outputs, inputs], fans: { inputs, outputs } };
  const { forward } = linear(name, inputs, outputs, { bias: initial.bias !== false });
  return { ...weightAndBias(name, { ...sizes, layout: "matrix" }, initial), forward };
}

/** The linear map of each pixel: `[..., inputs] -> [..., outputs]`. In a file it is a 1x1 convolution `[outputs, inputs, 1, 1]`. */
export function pointwise(name: string, inputs: number, outputs: number, initial: LayerInitial): PublishedLayer {
  const sizes = { shape: [inputs, outputs], file: [outputs, inputs, 1, 1], fans: { inputs, outputs } };
  return {
    ...weightAndBias(name, { ...sizes, layout: "pointwise" }, initial),
    forward: linear(name, inputs, outputs, { bias: initial.bias !== false }).forward,
  };
}

/** Stride and zero padding of a convolution: pixels before and after an image, the same for rows and columns. */
export interface Window {
  readonly stride?: number;
  readonly padding?: readonly [before: number, after: number];
}

/** 3x3 convolution: `[b, h, w, inputs] -> [b, ..., outputs]`, by default of the same size. In a file the weight is `[outputs, inputs, 3, 3]`. */
export function kernel(
  name: string,
  inputs: number,
  outputs: number,
  initial: LayerInitial,
  { stride = 1, padding = [1, 1] }: Window = {},
): PublishedLayer {
  const fans = { inputs: 9 * inputs, outputs: 9 * outputs };
  const sizes = { shape: [3, 3, inputs, outputs], file: [outputs, inputs, 3, 3], fans };
  const around: [number, number] = [...padding];
  return {
    ...weightAndBias(name, { ...sizes, layout: "kernel" }, initial),
    forward: (params, x: Tensor) =>
      tf
        .conv2d(x as Tensor4D, params[`${name}.weight`] as Tensor4D, stride, [[0, 0], around, around, [0, 0]])
        .add(params[`${name}.bias`]!),
  };
}

/** GroupNorm. In a file its `scale` and `shift` are `NAME.weight` and `NAME.bias`. */
export function norm(name: string, channels: number, groups: number, epsilon: number): PublishedLayer {
  const vector = { shape: [channels], layout: "same" } as const;
  return {
    ...groupNorm(name, channels, groups, epsilon),
    tensors: {
      weights: [
        { ...vector, file: `${name}.weight`, parameter: `${name}.scale` },
        { ...vector, file: `${name}.bias`, parameter: `${name}.shift` },
      ],
    },
  };
}
